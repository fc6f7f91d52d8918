import type { TLSSocket } from "node:tls";
import type { Probe, Stage, Trouble } from "../../../core/diagnosis/probe.ts";
import type { TalosContext } from "../../../core/talosconfig/types.ts";
import {
  dialAddress,
  type DialAddress,
} from "../../../core/talosconfig/dial-address.ts";
import { judgeEndpoint } from "../../../core/talosconfig/endpoints.ts";
import { Connection } from "../connection.ts";
import {
  readCredentials,
  type Credentials,
} from "../tls/client-credentials.ts";
import { dialDirectly, dialThrough, type Dialled } from "./dial.ts";
import { hopsTo, type Hop } from "./connection-targets.ts";
import { logIn, type Login } from "../tls/log-in.ts";
import {
  inspectServer,
  type InspectedServer,
} from "../tls/inspect-before-login.ts";
import { proxyLabel } from "./proxy.ts";
import {
  blocked,
  blockedBy,
  through,
  type StageResult,
} from "./stage-result.ts";

export interface PathOptions {
  readonly signal: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
  readonly onStage?: (stage: Stage) => void;
}

/** TLS to a verified server that speaks HTTP/2, with the client's certificate. */
export interface Reached {
  readonly socket: TLSSocket;
  /** What the server is told that it was dialled as. */
  readonly authority: string;
}

interface Destination {
  /** The name or address that the server has to stand for. */
  readonly host: string;
  readonly hops: readonly Hop[];
}

/** Behind a load balancer each connection may meet another node. */
const mostInspections = 3;

/** The path from this machine to an endpoint, tried once: keeps what was met on it. */
export class NetworkPath {
  readonly #endpoint: string;
  readonly #context: TalosContext;
  readonly #options: PathOptions;
  #facts: Omit<Probe, "took" | "node" | "trouble"> = {
    dials: null,
    proxy: null,
    address: null,
    protocol: null,
    chain: [],
  };
  readonly #took: Partial<Record<Stage, number>> = {};
  /** Of the proxy on the path. */
  #secrets: readonly string[] = [];
  #stage: Stage = "context";
  /** A server was inspected: what comes now belongs to the login. */
  #isMet = false;
  #since = performance.now();

  constructor(endpoint: string, context: TalosContext, options: PathOptions) {
    this.#endpoint = endpoint;
    this.#context = context;
    this.#options = options;
  }

  /** A connection to a verified server. What the server thinks of us is not known yet. Never rejects. */
  async connect(): Promise<StageResult<Connection>> {
    const reached = await this.reach();
    if (!reached.ok) return reached;
    const { socket, authority } = reached.value;
    return through(new Connection(socket, authority, this.#context));
  }

  /** The same before anything is spoken on it. Never rejects. */
  async reach(): Promise<StageResult<Reached>> {
    try {
      return await this.#goThere();
    } catch (error) {
      return blockedBy(this.#stage, error);
    }
  }

  async #goThere(): Promise<StageResult<Reached>> {
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

  async #hopsTo(to: DialAddress): Promise<StageResult<readonly Hop[]>> {
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

  /** Inspects and logs in; again when another server took the login than was inspected, or Node did not take it. */
  async #meet(
    there: Destination,
    credentials: Credentials,
  ): Promise<StageResult<Reached>> {
    let isNodeSure: boolean | null = null;
    for (let tries = mostInspections; ; tries--) {
      const seen = await this.#inspect(there, credentials);
      if (!seen.ok) return seen;
      isNodeSure = isNodeSure === false ? false : seen.value.isNodeSure;
      const [leaf = null] = seen.value.chain;
      const only = isNodeSure === false ? leaf : null;
      this.enter("client");
      const met = await this.#logIn(there, { credentials, only });
      if (met.ok || met.trouble.stage !== "server" || tries === 1) return met;
      isNodeSure = false;
    }
  }

  async #inspect(
    there: Destination,
    credentials: Credentials,
  ): Promise<StageResult<InspectedServer>> {
    const dialled = await this.#dial(there, this.#isMet);
    if (!dialled.ok) return dialled;
    this.#learn({ address: dialled.value.address });
    if (!this.#isMet) this.enter("handshake");
    this.#isMet = true;
    const { signal } = this.#options;
    const { socket } = dialled.value;
    const seen = await inspectServer(socket, there.host, credentials, signal);
    this.#learn({ chain: seen.chain, protocol: seen.protocol });
    return seen.verdict.ok ? through(seen) : seen.verdict;
  }

  async #logIn(
    there: Destination,
    login: Pick<Login, "credentials" | "only">,
  ): Promise<StageResult<Reached>> {
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
    return through({ socket: secured.value, authority });
  }

  /** To the first hop that leads there. `isAgain`: the path is known, and what it takes belongs to the login. */
  async #dial(
    { host, hops }: Destination,
    isAgain: boolean,
  ): Promise<StageResult<Dialled>> {
    const { signal } = this.#options;
    const enter = isAgain
      ? () => undefined
      : (stage: Stage) => this.enter(stage);
    let result: StageResult<Dialled> = blocked(
      "name",
      "ENODATA",
      "It has no address.",
    );
    for (const { to, proxy } of hops) {
      this.#secrets = proxy?.secrets ?? [];
      this.#learn({ proxy: proxy && proxyLabel(proxy) });
      result = proxy
        ? await dialThrough(proxy, to, signal, enter)
        : await dialDirectly(to, signal, enter);
      if (result.ok && proxy && to.host !== host)
        result = through({ ...result.value, address: to.host });
      if (result.ok || signal.aborted) break;
    }
    return result;
  }

  enter(stage: Stage): void {
    if (stage === this.#stage) return;
    this.#turnTo(stage);
    this.#options.onStage?.(stage);
  }

  /** Where it turned out to be broken, which may lie behind: nobody hears that it begins. */
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
    const shown = trouble && {
      ...trouble,
      text: this.#withoutSecrets(trouble),
    };
    return { ...this.#facts, trouble: shown, took, node };
  }

  /** A server's words may be our own: a proxy or a node that says which password it did not like. */
  #withoutSecrets({ text }: Trouble): string {
    const password = this.#context.auth?.basic?.password.reveal() ?? "";
    const secrets = [password, ...this.#secrets].filter(Boolean);
    return secrets.reduce((shown, one) => shown.replaceAll(one, "…"), text);
  }

  #learn(facts: Partial<Probe>): void {
    this.#facts = { ...this.#facts, ...facts };
  }
}
