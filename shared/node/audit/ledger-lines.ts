import { join } from "node:path";
import { ledgerEvents, ledgerLineOf } from "../../core/audit/ledger-events.ts";
import { readAuditLine } from "../../core/audit/line.ts";
import {
  ledgerLines,
  readLedgerLine,
  type LedgerLine,
} from "../../core/ledger/entry.ts";
import { limits } from "../../core/limits.ts";
import { readOwn } from "../files/own-file.ts";
import { UnsafeFile } from "../files/unsafe-file.ts";
import { inSlices } from "../../core/in-slices.ts";
import { linesOf } from "./audit-files.ts";

/** Oldest first; null for each that cannot be read. Throws the system's error, or `UnsafeFile`. */
export async function allLedgerLines(
  home: string,
): Promise<readonly (LedgerLine | null)[]> {
  const earlier = await readOwn(
    join(home, "ledger.jsonl"),
    limits.ledgerFile.most,
  );
  const text = new TextDecoder().decode(earlier ?? new Uint8Array());
  // Of years it has a hundred thousand lines, and a window asks for it with every list.
  const lines: (LedgerLine | null)[] = await inSlices(
    ledgerLines(text),
    readLedgerLine,
  );
  let bytes = 0;
  const ofLedger = linesOf(
    home,
    (event) => event === null || ledgerEvents.has(event),
  );
  for await (const batch of ofLedger)
    await inSlices(batch, (line) => {
      bytes += line.length;
      // The log may be larger than the memory; what is kept of it may not.
      if (bytes > limits.ledgerFile.most) throw new UnsafeFile("far too large");
      const read = readAuditLine(line);
      lines.push(read && ledgerLineOf(read));
    });
  return lines;
}
