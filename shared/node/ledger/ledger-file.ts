// `ledger.jsonl`: lines are appended and fsynced.
// Keep: No line is rewritten; it lies outside the vault so that a restore does not take it back
// (docs/decisions/0014).
import { join } from "node:path";
import {
  ledgerLines,
  ledgerOf,
  readLedgerLine,
  writeLine,
  type LedgerLine,
} from "../../core/ledger/entry.ts";
import type { Ledger } from "../../core/ports/ledger.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { limits } from "../../core/limits.ts";
import { appendOwnSync, readOwn } from "../files/own-file.ts";
import { inSlices } from "../../core/in-slices.ts";

/**
 * `<vault home>/ledger.jsonl`: a line for each credential that was issued, exported, removed or replaced. It is outside vault.age, so that a
 * session costs no generation and a restore forgets nothing (docs/decisions/0014).
 */
export function ledgerFile(home: string): Ledger {
  const path = join(home, "ledger.jsonl");
  return {
    append: async (...lines) => append(path, lines),
    read: async () => {
      try {
        const bytes = await readOwn(path, limits.ledgerFile.most);
        const text = new TextDecoder().decode(bytes ?? new Uint8Array());
        // Of years it has a hundred thousand lines, and a window asks for it with every list.
        return success(
          ledgerOf(await inSlices(ledgerLines(text), readLedgerLine)),
        );
      } catch (error) {
        return failure(fileError(error, "read", path));
      }
    },
  };
}

function append(path: string, lines: readonly LedgerLine[]): Result<void> {
  try {
    appendOwnSync(path, lines.map(writeLine).join(""));
    return success(undefined);
  } catch (error) {
    return failure(fileError(error, "write", path));
  }
}
