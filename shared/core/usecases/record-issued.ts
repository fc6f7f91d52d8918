import type { LedgerEntry } from "../ledger/entry.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Result } from "../result.ts";
import type { IssuedContext } from "./issue-context.ts";

/** Writes down what was issued, and for whom; call it before anybody gets it. */
export function recordIssued(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  issued: IssuedContext,
  facts: Pick<
    LedgerEntry,
    "context" | "purpose" | "recipient" | "reason" | "via"
  >,
): Promise<Result<void>> {
  const { roles, serial, fingerprint, authority, notBefore, notAfter } = issued;
  return ledger.append({
    issuedAt: clock.now().toISOString(),
    ...facts,
    roles: [...roles],
    serial,
    fingerprint,
    authority,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
  });
}
