import type { NamedContext, VaultDocument } from "../vault/document.ts";
import type { Asked, Signed } from "./decision.ts";
import { findAdmin } from "./find-admin.ts";
import { issuerOf } from "../trust/cluster-trust.ts";
import type { IssuingSigner } from "./request.ts";

/** The authority that was given; else the vault's for this `ca`, when it is open or was opened. Null: there is none. */
export function signedBy(
  document: VaultDocument,
  ca: string | undefined,
  by: IssuingSigner | undefined,
  now: Date,
): Pick<Signed, "outcome" | "authority" | "because"> | null {
  const outcome = "sign";
  if (by?.kind === "authority")
    return {
      outcome,
      authority: { ...by.authority, sealed: false, addedAt: now },
      because: "authority-given",
    };
  const authority = issuerOf(document, ca);
  const isOpen = authority && (!authority.sealed || by?.kind === "passphrase");
  return isOpen ? { outcome, authority, because: "authority-in-vault" } : null;
}

/** Has the vault an authority for this `ca` that a passphrase of its own opens? */
export function hasSealed(
  document: VaultDocument,
  ca: string | undefined,
): boolean {
  return issuerOf(document, ca)?.sealed === true;
}

/** The administrator that can ask a node: the context itself, else another one of its cluster. Null: there is none. */
export function askedAs(
  document: VaultDocument,
  found: NamedContext,
  now: Date,
): Pick<Asked, "outcome" | "asker" | "because"> | null {
  const asker = findAdmin(document, found, now);
  if (asker === null) return null;
  const isOwn = asker.name === found.name;
  const because = isOwn ? "own-admin" : "borrowed-admin";
  return { outcome: "ask-node", asker, because };
}
