import type { Warning } from "../warning.ts";
import type { InspectedContext } from "../certificates/inspect-certificates.ts";
import type {
  EndpointHealth,
  HealthByContext,
} from "../diagnosis/stored-health.ts";
import type { Stage } from "../diagnosis/probe.ts";
import type { VaultError } from "../errors.ts";
import type { SessionRequest, UnnamedSession } from "../policy/request.ts";
import type { Result } from "../result.ts";
import type { Lease } from "../sessions/lease.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { ContextGuard } from "../vault/document.ts";
import type { ContextDetails, ContextView } from "../vault/views.ts";

/** Credentials for sessions, as the policy decides them. */
export interface SessionLender {
  /**
   * A credential for a session: one made for it, else the context's own. Errors: `unconfirmed`, `authority-sealed`,
   * `credential-unusable`, `context-invalid`; then nothing was issued.
   */
  issueSessionCredential(
    name: string | undefined,
    request: SessionRequest,
  ): Promise<Result<SessionCredential>>;
  /** What would be said of a session with each of these contexts: nothing is issued. Errors: `context-missing`. */
  decideEachSession(
    names: readonly string[],
    request: UnnamedSession,
  ): Promise<Result<readonly JudgedSession[]>>;
}

/**
 * The vault for reading: the vault itself when it was opened here, or the agent that `unlock` started. Neither gives
 * the identity or the key of an authority away; a context's key leaves it only for a session.
 */
export interface VaultReader extends SessionLender {
  /** Every context in the order of their names, without anything secret. */
  list(): Promise<Result<readonly ContextView[]>>;
  /** One context in full, without anything secret. `-`: the previous; undefined: the current one. */
  show(name: string | undefined): Promise<Result<ContextDetails>>;
  /** What a context's certificates say. */
  inspect(name: string | undefined): Promise<Result<ContextInspection>>;
  /**
   * Asks every endpoint of some contexts, side by side. Errors: `context-missing`; then nobody was asked. An endpoint
   * that does not answer is none: its verdict says so.
   */
  ping(
    request: PingRequest,
    watch: PingWatch,
  ): Promise<Result<HealthByContext>>;
}

/** A session as the policy sees it before it is made. */
export interface JudgedSession {
  readonly context: string;
  /** Why it is refused, or what has to be said or agreed to first; null: it can be made, as far as the vault knows. */
  readonly error: VaultError | null;
}

export interface PingRequest {
  /** Names of contexts, or patterns with `*`; none: the current one. */
  readonly patterns: readonly string[];
  /** For each endpoint. */
  readonly patienceMs: number;
  /** Ask each context's nodes as well, through an endpoint of it that answers. */
  readonly wantsNodes: boolean;
}

/** Who wants to know how far a ping is, or ends it. */
export interface PingWatch {
  readonly signal?: AbortSignal;
  /** `node`: the endpoint was asked to forward to it; null: the endpoint itself. */
  readonly onStage?: (
    context: string,
    endpoint: string,
    node: string | null,
    stage: Stage,
  ) => void;
  readonly onHealth?: (context: string, health: EndpointHealth) => void;
  /** It begins again, by another way: somebody may be asked for a passphrase, and what was told counts no more. */
  readonly onRestart?: () => void;
}

export interface ContextInspection extends InspectedContext {
  readonly name: string;
  /** The text of `talosctl config info`. */
  readonly likeTalosctl: string;
}

/** What a session gets. */
export interface SessionCredential {
  readonly name: string;
  readonly config: TalosContext;
  readonly roles: readonly string[];
  /** Until when the key itself is valid, whatever happens to the session. */
  readonly notAfter: Date | null;
  readonly production: boolean;
  /** What calls through a gateway may do, as the context says; absent: it says nothing. */
  readonly guard?: ContextGuard;
  readonly credential: Lease["credential"];
  readonly ttlSeconds: number;
  /** Why, in the words of whoever was asked for it, or gave it. */
  readonly reason?: string;
  /** What the person must be told, as sentences. */
  readonly warnings: readonly Warning[];
}
