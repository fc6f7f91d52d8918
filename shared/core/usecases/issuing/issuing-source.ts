import type { Authority } from "../../authorities/read-authority.ts";
import type { Asked, Signed } from "../../policy/decision.ts";
import type { IssuingSigner } from "../../policy/request.ts";
import { success, type Result } from "../../result.ts";
import type { NamedContext } from "../../vault/document.ts";
import { openStoredAuthority } from "../authorities/open-stored-authority.ts";

/** Who makes a new credential, ready to do it. */
export type IssuingSource =
  | { readonly kind: "authority"; readonly authority: Authority }
  /** A context with os:admin of the same cluster, maybe the one that it is made for. */
  | { readonly kind: "node"; readonly asker: NamedContext };

/** Opens what the policy chose. Errors: as for opening an authority of the vault. */
export async function openSource(
  granted: Signed | Asked,
  by: IssuingSigner | undefined,
  now: Date,
): Promise<Result<IssuingSource>> {
  if (granted.outcome === "ask-node")
    return success({ kind: "node", asker: granted.asker });
  const passphrase = by?.kind === "passphrase" ? by.passphrase : undefined;
  const opened = await openStoredAuthority(granted.authority, passphrase, now);
  return opened.ok
    ? success({ kind: "authority", authority: opened.value })
    : opened;
}
