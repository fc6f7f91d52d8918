import type { InspectedContext } from "../certificates/inspect.ts";
import type { EndpointHealth, HealthByContext } from "../diagnosis/health.ts";
import type { Stage } from "../diagnosis/probe.ts";
import type { Result } from "../result.ts";
import type { Secret } from "../secret.ts";
import type { Lease } from "../sessions/lease.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { StoredAuthority } from "../vault/document.ts";
import type { ContextDetails, ContextView } from "../vault/views.ts";

/**
 * The vault for reading: the vault itself when it was opened here, or the agent that `unlock` started. Neither gives
 * the identity or the key of an authority away; a context's key leaves it only for a session.
 */
export interface VaultReader {
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
  ping(wish: PingWish, watch: PingWatch): Promise<Result<HealthByContext>>;
  /**
   * A credential for a session: one made for it where the vault can, else the context's own. Errors: `unconfirmed`,
   * `authority-sealed`, `credential-unusable`, `context-invalid`; then nothing was issued.
   */
  lend(
    name: string | undefined,
    wish: CredentialWish,
  ): Promise<Result<LentContext>>;
}

export interface PingWish {
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

/** What a session wants; absent: the context's own default, else the product's. */
export interface CredentialWish {
  /** The session's id, for the ledger. */
  readonly session: string;
  readonly roles?: readonly string[];
  readonly ttlSeconds?: number;
  /** The context's own key, whatever it may do. */
  readonly isStored?: true;
  /** Roles that Talos has no rule for, more than 12 hours and an end after the CA's are meant. */
  readonly isForced?: true;
  /** The person's words, for the lease and the ledger. */
  readonly reason?: string;
  /** The context's name, typed by a person. */
  readonly confirmation?: string;
  /** Signs for this session instead of the vault's own, and is not kept. */
  readonly authority?: Pick<StoredAuthority, "crt" | "key">;
  /** Opens an authority that is sealed with a passphrase of its own. */
  readonly passphrase?: Secret;
}

export interface LentContext {
  readonly name: string;
  readonly config: TalosContext;
  readonly roles: readonly string[];
  /** Until when the key itself is valid, whatever happens to the session. */
  readonly notAfter: Date | null;
  readonly production: boolean;
  readonly credential: Lease["credential"];
  readonly ttlSeconds: number;
  /** What the person must be told, as sentences. */
  readonly notices: readonly string[];
}
