import type { Probe, Stage, Trouble } from "../../core/diagnosis/probe.ts";
import type { TalosContext } from "../../core/talosconfig/types.ts";
import {
  dialAddress,
  type DialAddress,
} from "../../core/talosconfig/dial-address.ts";
import { judgeEndpoint } from "../../core/talosconfig/endpoints.ts";
import { Connection } from "./connection.ts";
import { readCredentials, type Credentials } from "./credentials.ts";
import { dialDirectly, dialThrough } from "./dial.ts";
import { logIn } from "./log-in.ts";
import { lookAtServer } from "./look-at-server.ts";
import { chooseProxy, proxyLabel, type Proxy } from "./proxy.ts";
import { blocked, blockedBy, through, type Way } from "./way.ts";

export interface WalkOptions {
  readonly signal: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
  readonly onStage?: (stage: Stage) => void;
}

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
    const { signal, environment } = this.#options;
    const proxy = chooseProxy(this.#context.proxyUrl, to, environment);
    if (!proxy.ok) return proxy;
    if (proxy.value) {
      this.#learn({ proxy: proxyLabel(proxy.value) });
      this.#secrets = proxy.value.secrets;
    }
    const host = to.host.replace(/%.*$/, "");
    const seen = await this.#dial(to, proxy.value);
    if (!seen.ok) return seen;
    this.#learn({ address: seen.value.address });
    this.enter("handshake");
    const look = await lookAtServer(
      seen.value.socket,
      host,
      credentials.value,
      signal,
    );
    this.#learn({ chain: look.chain, protocol: look.protocol });
    if (!look.verdict.ok) return look.verdict;
    this.enter("client");
    return this.#logIn(to, proxy.value, host, credentials.value);
  }

  async #logIn(
    to: DialAddress,
    proxy: Proxy | null,
    host: string,
    credentials: Credentials,
  ): Promise<Way<Connection>> {
    const dialled = await this.#dial(to, proxy, true);
    if (!dialled.ok) return dialled;
    const { signal } = this.#options;
    const { socket } = dialled.value;
    const secured = await logIn(socket, host, credentials, signal);
    if (!secured.ok) return secured;
    // A zone is this machine's business (RFC 6874 §1), and no part of a URL's host for Node.
    const authority = (this.#facts.dials ?? "").replace(/%[^\]]*/, "");
    return through(new Connection(secured.value, authority, this.#context));
  }

  /** `isAgain`: the way is known, and what it takes belongs to the login. */
  #dial(to: DialAddress, proxy: Proxy | null, isAgain = false) {
    const { signal } = this.#options;
    const enter = isAgain
      ? () => undefined
      : (stage: Stage) => this.enter(stage);
    return proxy
      ? dialThrough(proxy, to, signal, enter)
      : dialDirectly(to, signal, enter);
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
