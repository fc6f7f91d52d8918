import { endsSoon, spanOf } from "../../certificates/expiry.ts";
import type { LedgerView } from "../../ledger/view.ts";

/** What a list of credentials is narrowed to; all of it has to be so. */
export interface LedgerFilter {
  readonly isValid: boolean;
  /** Valid, and in the time in which it is renewed. */
  readonly isEnding: boolean;
  /** Empty: any. */
  readonly role: string;
  /** Empty: any. */
  readonly authority: string;
  /** Of contexts with these names now; null: of any. */
  readonly contexts: ReadonlySet<string> | null;
}

/** The entries that a filter lets through. */
export function filterLedger(
  entries: readonly LedgerView[],
  { isValid, isEnding, role, authority, contexts }: LedgerFilter,
  now: Date,
): readonly LedgerView[] {
  return entries.filter(
    (entry) =>
      (!isValid || entry.isValid) &&
      (!isEnding || (entry.isValid && endsSoon(spanOf(entry), now))) &&
      (role === "" || entry.roles.includes(role)) &&
      (authority === "" || entry.authority === authority) &&
      (contexts === null || contexts.has(entry.nameNow)),
  );
}
