import { connect, type ClientHttp2Session } from "node:http2";
import { notProbed } from "../../core/diagnosis/probe.ts";
import { limits } from "../../core/limits.ts";
import type { TalosContext } from "../../core/talosconfig/types.ts";
import { firstOf, type Failed } from "../talos-api/path/first-connection.ts";
import type { NetworkPath, Reached } from "../talos-api/path/network-path.ts";
import { offlineVariable } from "../talos-api/network.ts";
import { onAbort, timeLimit } from "../talos-api/time-limit.ts";
import {
  blocked,
  blockedBy,
  through,
  type StageResult,
} from "../talos-api/path/stage-result.ts";
import { windowBytes } from "./flow-control.ts";

/** One HTTP/2 session with an endpoint that has taken our certificate. */
export interface UpstreamSession {
  readonly session: ClientHttp2Session;
  readonly authority: string;
  /** As the context has it. */
  readonly endpoint: string;
  close(): void;
}

export type Dialled =
  | { readonly ok: true; readonly value: UpstreamSession }
  /** Why none of the endpoints can be used, by endpoint. */
  | { readonly ok: false; readonly failed: ReadonlyMap<string, Failed> };

/** After so long without a call a session is asked whether it is there; a machine may have slept. */
const restedMs = 15_000;
const pingMs = 2000;

/**
 * The way to a cluster with the credential of a context: the first endpoint that takes it, one session with it for all
 * calls, and another one when that is gone. Nothing is sent twice: what was lost with a session is lost.
 */
export class Upstream {
  readonly #config: TalosContext;
  readonly #environment: NodeJS.ProcessEnv;
  #current: UpstreamSession | null = null;
  #dialling: Promise<Dialled> | null = null;
  #usedAt = 0;
  readonly #closing = new AbortController();

  constructor(config: TalosContext, environment: NodeJS.ProcessEnv) {
    this.#config = config;
    this.#environment = environment;
  }

  /** The session for the next call. */
  async open(): Promise<Dialled> {
    const current = this.#current;
    if (current && (await this.#isThere(current))) {
      this.#usedAt = performance.now();
      return { ok: true, value: current };
    }
    this.#dialling ??= this.#dial().finally(() => {
      this.#dialling = null;
    });
    return this.#dialling;
  }

  /** Ends every call that runs, and each that dials. */
  close(): void {
    this.#closing.abort();
    this.#current?.close();
    this.#current = null;
  }

  async #isThere({ session }: UpstreamSession): Promise<boolean> {
    if (session.destroyed || session.closed) return false;
    if (performance.now() - this.#usedAt < restedMs) return true;
    const isThere = await answersPing(session);
    if (!isThere) session.destroy();
    return isThere;
  }

  async #dial(): Promise<Dialled> {
    if (this.#environment[offlineVariable]) {
      const { trouble, ...met } = notProbed("offline", "Nobody is contacted.");
      const failed = trouble ? [["", { ...met, trouble }] as const] : [];
      return { ok: false, failed: new Map(failed) };
    }
    const { signal, end } = timeLimit(
      limits.nodeCredentialTime.most * 1000,
      this.#closing.signal,
    );
    const environment = this.#environment;
    const first = await firstOf(
      this.#config.endpoints,
      this.#config,
      { signal, environment },
      (path, until) => openSession(path, until),
    ).finally(end);
    if (!first.ok) return { ok: false, failed: first.failed };
    const { endpoint, connection } = first;
    const value = { ...connection, endpoint };
    if (this.#closing.signal.aborted) {
      value.close();
      return { ok: false, failed: first.failed };
    }
    this.#use(value);
    return { ok: true, value };
  }

  #use(opened: UpstreamSession): void {
    const forget = () => {
      if (this.#current === opened) this.#current = null;
    };
    opened.session.once("goaway", forget);
    opened.session.once("close", forget);
    this.#usedAt = performance.now();
    this.#current = opened;
  }
}

function answersPing(session: ClientHttp2Session): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), pingMs);
    const settle = (isThere: boolean) => {
      clearTimeout(timer);
      resolve(isThere);
    };
    try {
      if (!session.ping((error) => settle(error === null))) settle(false);
    } catch {
      settle(false);
    }
  });
}

async function openSession(
  path: NetworkPath,
  signal: AbortSignal,
): Promise<StageResult<Omit<UpstreamSession, "endpoint">>> {
  const reached = await path.reach();
  if (!reached.ok) return reached;
  path.enter("client");
  return greeted(reached.value, signal);
}

/**
 * HTTP/2 on a connection, once the server has said its first word: in TLS 1.3 the client is through before the server has
 * judged its certificate, and what it refuses then is refused for every call.
 */
function greeted(
  { socket, authority }: Reached,
  signal: AbortSignal,
): Promise<StageResult<Omit<UpstreamSession, "endpoint">>> {
  return new Promise((resolve) => {
    const session = connect("https://talos.invalid", {
      createConnection: () => socket,
      settings: { initialWindowSize: windowBytes, enablePush: false },
      // A server's errors end with a blank at times.
      strictFieldWhitespaceValidation: false,
      maxHeaderListPairs: limits.nodeHeaders.most,
    });
    const close = () => {
      session.destroy();
      socket.destroy();
    };
    let isSettled = false;
    const settle = (result: StageResult<Omit<UpstreamSession, "endpoint">>) => {
      if (isSettled) return;
      isSettled = true;
      stopListening();
      if (!result.ok) close();
      resolve(result);
    };
    const stopListening = onAbort(signal, () =>
      settle(blocked("client", "timeout", "The server said nothing in time.")),
    );
    session.on("error", (error) => settle(blockedBy("client", error)));
    socket.on("error", (error) => settle(blockedBy("client", error)));
    session.once("close", () =>
      settle(blocked("client", "closed", "The connection was closed.")),
    );
    session.once("remoteSettings", () => {
      session.setLocalWindowSize(windowBytes);
      settle(through({ session, authority, close }));
    });
  });
}
