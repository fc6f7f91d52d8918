import type { LedgerLine, LedgerText } from "../ledger/entry.ts";
import type { Result } from "../result.ts";

/**
 * Everything that was ever issued from this vault, and what was removed from the vault or replaced: a view of the audit log. It
 * outlives restores and removals of what it tells of.
 */
export interface Ledger {
  /**
   * Durable when it resolves: what could not be written down is not handed out. All lines or none. Errors: `disk-full`,
   * `file-failed`, `file-unsafe`, `vault-busy`, `vault-too-new`.
   */
  append(...lines: readonly LedgerLine[]): Promise<Result<void>>;
  /** Newest first; `unreadable` lines were torn by a crash or written by somebody else. */
  read(): Promise<Result<LedgerText>>;
}
