import type { EarlierCredential } from "../earlier-credential.ts";
import { nameNow } from "./current-name.ts";
import type { LedgerText } from "./entry.ts";

/** By the fingerprint of the certificate. */
export type EarlierCredentials = ReadonlyMap<string, EarlierCredential>;

/**
 * Credentials that the ledger knows as a context's own, each with when it was replaced. A replaced one that was issued here
 * has no line about that: the next one that was issued for the context says it. Whether a vault has one of them now (the
 * newest of each context, or one that came back) is for whoever has the document to tell.
 */
export function earlierCredentials({
  entries,
  renamings,
}: Pick<LedgerText, "entries" | "renamings">): EarlierCredentials {
  const found = new Map<string, EarlierCredential>();
  const next = new Map<string, string>();
  // Newest first.
  for (const entry of entries) {
    const { purpose, recipient, issuedAt, fingerprint, isUndelivered } = entry;
    const isOwn = purpose === "context" && !isUndelivered;
    if (!isOwn && purpose !== "replaced") continue;
    const context = nameNow(renamings, recipient, issuedAt);
    const replacedAt = isOwn ? (next.get(context) ?? null) : issuedAt;
    if (!found.has(fingerprint))
      found.set(fingerprint, { context, replacedAt });
    if (isOwn) next.set(context, issuedAt);
  }
  return found;
}
