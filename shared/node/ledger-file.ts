import { constants } from "node:fs";
import { open, readFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import {
  readLedger,
  writeLine,
  type LedgerLine,
} from "../core/ledger/entry.ts";
import type { Ledger } from "../core/ports/ledger.ts";
import { failure, success, type Result } from "../core/result.ts";
import { fileError } from "./file-error.ts";

const privateMode = 0o600;
const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDWR } = constants;

/**
 * `<vault home>/ledger.jsonl`: a line for each credential that was issued or let go of. It is outside vault.age, so that a
 * session costs no generation and a restore forgets nothing (docs/decisions/0014).
 */
export function ledgerFile(home: string): Ledger {
  const path = join(home, "ledger.jsonl");
  return {
    append: (...lines) => append(path, lines),
    read: async () => {
      try {
        return success(readLedger(await readFile(path, "utf8")));
      } catch (error) {
        const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
        return isMissing
          ? success(readLedger(""))
          : failure(fileError(error, "read", path));
      }
    },
  };
}

async function append(
  path: string,
  lines: readonly LedgerLine[],
): Promise<Result<void>> {
  let file: FileHandle | null = null;
  try {
    // oxlint-disable-next-line no-bitwise
    const flags = O_APPEND | O_CREAT | O_RDWR | O_NOFOLLOW;
    file = await open(path, flags, privateMode);
    const lineEnd = (await endsTorn(file)) ? "\n" : "";
    await file.appendFile(lineEnd + lines.map(writeLine).join(""));
    await file.sync();
    return success(undefined);
  } catch (error) {
    return failure(fileError(error, "write", path));
  } finally {
    await file?.close();
  }
}

/** A crash in the middle of a line: the next one begins on a line of its own. */
async function endsTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const last = new Uint8Array(1);
  await file.read(last, 0, 1, size - 1);
  return last[0] !== "\n".charCodeAt(0);
}
