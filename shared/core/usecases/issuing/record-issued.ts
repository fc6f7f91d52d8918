import type { LedgerEntry } from "../../ledger/entry.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { Result } from "../../result.ts";
import { contentHash } from "../../talosconfig/compare-contexts.ts";
import type { IssuedContext } from "./issue-context.ts";

/** What the ledger says of a credential beside what is in it. */
export type IssuedFacts = Pick<
  LedgerEntry,
  "context" | "purpose" | "recipient" | "handedTo" | "reason"
>;

/**
 * What was issued could not be put where it was wanted: its key was in memory alone and is forgotten. Where not even
 * that can be written down it counts as being out there, which errs on the safe side. `context`: whose it was to be.
 */
export async function recordUndelivered(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  context: string,
  { fingerprint }: Pick<IssuedContext, "fingerprint">,
): Promise<void> {
  const at = clock.now().toISOString();
  await ledger.append({ note: "undelivered", at, fingerprint, context });
}

/** Writes down what was issued, and for whom; call it before anybody gets it. */
export function recordIssued(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  issued: IssuedContext,
  facts: IssuedFacts & Pick<LedgerEntry, "via">,
): Promise<Result<void>> {
  const { roles, serial, fingerprint, authority, notBefore, notAfter, config } = issued; // prettier-ignore
  return ledger.append({
    issuedAt: clock.now().toISOString(),
    ...facts,
    ...(facts.purpose === "store" ? { content: contentHash(config) } : {}),
    roles: [...roles],
    serial,
    fingerprint,
    authority,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
  });
}
