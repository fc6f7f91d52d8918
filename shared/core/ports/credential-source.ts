import type { Result } from "../result.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { LentContext } from "./vault-reader.ts";

/** What a session gets. */
export interface SessionCredential {
  readonly kind: "stored" | "derived";
  readonly config: TalosContext;
  readonly roles: readonly string[];
  /** Until when the key itself is valid, whatever happens to the session. */
  readonly notAfter: Date | null;
  /** What the person must be told, as sentences. */
  readonly notices: readonly string[];
}

/** Where the credential of a session comes from: the context's own key, or one made for the session. */
export interface CredentialSource {
  obtain(
    context: LentContext,
    ttlSeconds: number,
  ): Promise<Result<SessionCredential>>;
}
