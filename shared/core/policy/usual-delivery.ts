import {
  credentialKind,
  type CredentialKind,
} from "../certificates/credential-kind.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { ContextGuard } from "../vault/document.ts";
import type { ContextDetails } from "../vault/views.ts";

/** A context, as what is lent of it counts for its way to a session. */
export interface LentContext {
  /** With the credential that the session would have. */
  readonly config: TalosContext;
  readonly production: boolean;
  readonly guard?: ContextGuard | undefined;
}

/**
 * Does a session of it get a gateway where nobody named another delivery? On production, so that the end of the session is
 * the end of what it can do; and with a guard, which only a gateway asks. What logs in without a certificate has nothing that
 * a gateway could keep: on production it is lent as it is, and a guard of it is refused when the session starts.
 */
export function usuallyHasGateway({
  config,
  production,
  guard,
}: LentContext): boolean {
  const isGuarded = guard !== undefined;
  return hasGateway(credentialKind(config), production, isGuarded);
}

/** The same, before anything is lent. */
export function wouldHaveGateway({
  kind,
  production,
  guard,
}: Pick<ContextDetails, "kind" | "production" | "guard">): boolean {
  return hasGateway(kind, production, Object.keys(guard).length > 0);
}

function hasGateway(
  kind: CredentialKind,
  production: boolean,
  isGuarded: boolean,
): boolean {
  return isGuarded || (production && kind === "certificate");
}
