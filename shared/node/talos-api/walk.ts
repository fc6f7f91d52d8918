import type { Probe, Stage, Trouble } from "../../core/diagnosis/probe.ts";
import type { TalosContext } from "../../core/talosconfig/types.ts";
import {
  dialAddress,
  type DialAddress,
} from "../../core/talosconfig/dial-address.ts";
import { judgeEndpoint } from "../../core/talosconfig/endpoints.ts";
import { Connection } from "./connection.ts";
import { readCredentials, type Credentials } from "./credentials.ts";
import { dialDirectly, dialThrough, type Dialled } from "./dial.ts";
import { hopsTo, type Hop } from "./hops.ts";
import { logIn, type Login } from "./log-in.ts";
import { lookAtServer, type ServerLook } from "./look-at-server.ts";
import { proxyLabel } from "./proxy.ts";
import { blocked, blockedBy, through, type Way } from "./way.ts";

export interface WalkOptions {
  readonly signal: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
  readonly onStage?: (stage: Stage) => void;
}

interface Destination {
  /** The name or address that the server has to stand for. */
  readonly host: string;
  readonly hops: readonly Hop[];
}

/** Behind a load balancer each connection may meet another node. */
const mostLooks = 3;

/** One walk from this machine to an endpoint: keeps what was met on the way. */
export class Walk {
  readonly #endpoint: string;
  readonly #context: TalosContext;
  readonly #options: WalkOptions;
  #facts: Omit<Probe, "took" | "node" | "trouble"> = {
    dials: null,
    proxy: null,
    address: null,
    protocol: null,
    chain: [],
  };
  readonly #took: Partial<Record<Stage, number>> = {};
  /** Of the proxy on the way. */
  #secrets: readonly string[] = [];
  #stage: Stage = "context";
  /** A server was looked at: what comes now belongs to the login. */
  #isMet = false;
  #since = performance.now();

  constructor(endpoint: string, context: TalosContext, options: WalkOptions) {
    this.#endpoint = endpoint;
    this.#context = context;
    this.#options = options;
  }

  /** A connection to a verified server. What the server thinks of us is not known yet. Never rejects. */
  async connect(): Promise<Way<Connection>> {
    try {
      return await this.#goThere();
    } catch (error) {
      return blockedBy(this.#stage, error);
    }
  }

  async #goThere(): Promise<Way<Connection>> {
    if (this.#endpoint === "")
      return blocked("context", "no-endpoints", "There are no endpoints.");
    const judged = judgeEndpoint(this.#endpoint);
    if (judged.kind === "broken")
      return blocked("context", "endpoint", judged.reason);
    this.#learn({ dials: judged.dials });
    const credentials = readCredentials(this.#context);
    if (!credentials.ok) return credentials;
    const to = dialAddress(judged.dials);
    const hops = await this.#hopsTo(to);
    if (!hops.ok) return hops;
    return this.#meet({ host: to.host, hops: hops.value }, credentials.value);
  }

  async #hopsTo(to: DialAddress): Promise<Way<readonly Hop[]>> {
    const { endpoints, proxyUrl } = this.#context;
    const { environment, signal } = this.#options;
    return hopsTo(
      { to, endpoints: endpoints.length, proxyUrl, environment, signal },
      (proxy) => {
        this.enter("proxy");
        this.#learn({ proxy: proxyLabel(proxy) });
        this.#secrets = proxy.secrets;
      },
    );
  }

  /** Looks and logs in; again when another server took the login than was looked at, or Node did not take it. */
  async #meet(
    there: Destination,
    credentials: Credentials,
  ): Promise<Way<Connection>> {
    let isNodeSure: boolean | null = null;
    for (let tries = mostLooks; ; tries--) {
      const look = await this.#look(there, credentials);
      if (!look.ok) return look;
      isNodeSure = isNodeSure === false ? false : look.value.isNodeSure;
      const [leaf = null] = look.value.chain;
      const only = isNodeSure === false ? leaf : null;
      this.enter("client");
      const met = await this.#logIn(there, { credentials, only });
      if (met.ok || met.trouble.stage !== "server" || tries === 1) return met;
      isNodeSure = false;
    }
  }

  async #look(
    there: Destination,
    credentials: Credentials,
  ): Promise<Way<ServerLook>> {
    const seen = await this.#dial(there, this.#isMet);
    if (!seen.ok) return seen;
    this.#learn({ address: seen.value.address });
    if (!this.#isMet) this.enter("handshake");
    this.#isMet = true;
    const { signal } = this.#options;
    const { socket } = seen.value;
    const look = await lookAtServer(socket, there.host, credentials, signal);
    this.#learn({ chain: look.chain, protocol: look.protocol });
    return look.verdict.ok ? through(look) : look.verdict;
  }

  async #logIn(
    there: Destination,
    login: Pick<Login, "credentials" | "only">,
  ): Promise<Way<Connection>> {
    const dialled = await this.#dial(there, true);
    if (!dialled.ok) return dialled;
    const { signal } = this.#options;
    const { socket } = dialled.value;
    const { host } = there;
    const secured = await logIn(socket, { ...login, host, signal });
    if (!secured.ok) return secured;
    const { endpoints } = this.#context;
    // As talosctl's: of several endpoints only the host is said (resolver/roundrobin.go:83-95).
    const authority = endpoints.length > 1 ? host : (this.#facts.dials ?? host);
    return through(new Connection(secured.value, authority, this.#context));
  }

  /** To the first hop that leads there. `isAgain`: the way is known, and what it takes belongs to the login. */
  async #dial(
    { host, hops }: Destination,
    isAgain: boolean,
  ): Promise<Way<Dialled>> {
    const { signal } = this.#options;
    const enter = isAgain
      ? () => undefined
      : (stage: Stage) => this.enter(stage);
    let way: Way<Dialled> = blocked("name", "ENODATA", "It has no address.");
    for (const { to, proxy } of hops) {
      this.#secrets = proxy?.secrets ?? [];
      this.#learn({ proxy: proxy && proxyLabel(proxy) });
      way = proxy
        ? await dialThrough(proxy, to, signal, enter)
        : await dialDirectly(to, signal, enter);
      if (way.ok && proxy && to.host !== host)
        way = through({ ...way.value, address: to.host });
      if (way.ok || signal.aborted) break;
    }
    return way;
  }

  enter(stage: Stage): void {
    if (stage === this.#stage) return;
    this.#turnTo(stage);
    this.#options.onStage?.(stage);
  }

  /** Where it turned out to be broken, which may lie behind: nobody is told that it begins. */
  breakAt(stage: Stage): void {
    if (stage !== this.#stage) this.#turnTo(stage);
  }

  #turnTo(stage: Stage): void {
    const now = performance.now();
    this.#took[this.#stage] = now - this.#since;
    this.#stage = stage;
    this.#since = now;
  }

  /** How far it came. */
  probe(trouble: Trouble | null, node: Probe["node"] = null): Probe {
    const took = { ...this.#took };
    took[this.#stage] = performance.now() - this.#since;
    const told = trouble && { ...trouble, text: this.#withoutSecrets(trouble) };
    return { ...this.#facts, trouble: told, took, node };
  }

  /** A server's words may be our own: a proxy or a node that says which password it did not like. */
  #withoutSecrets({ text }: Trouble): string {
    const password = this.#context.auth?.basic?.password.reveal() ?? "";
    const secrets = [password, ...this.#secrets].filter(Boolean);
    return secrets.reduce((told, one) => told.replaceAll(one, "…"), text);
  }

  #learn(facts: Partial<Probe>): void {
    this.#facts = { ...this.#facts, ...facts };
  }
}
