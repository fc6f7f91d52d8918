import { join } from "node:path";
import {
  readLedger,
  writeLine,
  type LedgerLine,
} from "../../core/ledger/entry.ts";
import type { Ledger } from "../../core/ports/ledger.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { limits } from "../../core/limits.ts";
import { appendOwnSync, readOwn } from "../files/own-file.ts";

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
        return success(
          readLedger(new TextDecoder().decode(bytes ?? new Uint8Array())),
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
