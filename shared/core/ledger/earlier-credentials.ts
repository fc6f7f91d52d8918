import type { EarlierCredential } from "../earlier-credential.ts";
import { nameNow } from "./current-name.ts";
import type { LedgerText } from "./entry.ts";

/** By the fingerprint of the certificate. */
export type EarlierCredentials = ReadonlyMap<string, EarlierCredential>;

/**
 * Credentials that the ledger knows as a context's own, each with when it was replaced. A replaced one that was issued here
 * has no line about that: the next one that was issued for the context says it. Whether a vault has one of them now (the
 * newest of each context, or one that came back) is for whoever has the document to tell. One of another CA took no credential's
 * place: a name means another cluster once its context was removed or renamed.
 */
export function earlierCredentials({
  entries,
  renamings,
}: Pick<LedgerText, "entries" | "renamings">): EarlierCredentials {
  const found = new Map<string, EarlierCredential>();
  /** When one was issued, by the context's name now and who signed. */
  const next = new Map<string, string>();
  // Newest first.
  for (const entry of entries) {
    const { purpose, recipient, issuedAt, fingerprint, isUndelivered } = entry;
    const isOwn = purpose === "context" && !isUndelivered;
    if (!isOwn && purpose !== "replaced") continue;
    const context = nameNow(renamings, recipient, issuedAt);
    const line = JSON.stringify([context, entry.authority]);
    const replacedAt = isOwn ? (next.get(line) ?? null) : issuedAt;
    if (!found.has(fingerprint))
      found.set(fingerprint, { context, replacedAt });
    if (isOwn) next.set(line, issuedAt);
  }
  return found;
}
