import type { Result } from "../result.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { ContextDetails, ContextView } from "../vault/views.ts";

/**
 * The vault for reading, one context's key at a time: the vault itself when it was opened here, or the
 * agent that `unlock` started. Neither gives the identity away.
 */
export interface VaultReader {
  /** Every context in the order of their names, without anything secret. */
  list(): Promise<Result<readonly ContextView[]>>;
  /** One context in full, without anything secret. `-`: the previous; undefined: the current one. */
  show(name: string | undefined): Promise<Result<ContextDetails>>;
  /** One context with its credential, to make a session of. */
  lend(name: string | undefined): Promise<Result<LentContext>>;
}

export interface LentContext {
  readonly name: string;
  readonly config: TalosContext;
  readonly roles: readonly string[];
  readonly notAfter: Date | null;
  readonly production: boolean;
}
