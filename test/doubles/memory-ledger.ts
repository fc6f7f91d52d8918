import {
  readLedger,
  writeLine,
  type LedgerText,
} from "../../shared/core/ledger/entry.ts";
import type { Ledger } from "../../shared/core/ports/ledger.ts";
import { success } from "../../shared/core/result.ts";

/** The text of a ledger in memory; writing can be made to fail. */
export class MemoryLedger implements Ledger {
  text = "";
  failure: Awaited<ReturnType<Ledger["append"]>> | null = null;

  readonly append: Ledger["append"] = async (...lines) => {
    if (this.failure) return this.failure;
    this.text += lines.map(writeLine).join("");
    return success(undefined);
  };

  readonly read: Ledger["read"] = async () => success(this.now());

  now(): LedgerText {
    return readLedger(this.text);
  }
}
