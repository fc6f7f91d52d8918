import type { LedgerEntry } from "../ledger/entry.ts";
import type { Result } from "../result.ts";

/** Everything that was ever issued from this vault. It outlives restores and removals of what it tells of. */
export interface Ledger {
  /** Durable when it resolves: what could not be written down is not handed out. Errors: `disk-full`, `file-failed`. */
  append(entry: LedgerEntry): Promise<Result<void>>;
  /** Newest first; `unreadable` lines were torn by a crash or written by somebody else. */
  read(): Promise<
    Result<{
      readonly entries: readonly LedgerEntry[];
      readonly unreadable: number;
    }>
  >;
}
