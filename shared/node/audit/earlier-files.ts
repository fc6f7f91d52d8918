import { join } from "node:path";
import type { EarlierFile } from "../../core/audit/log-archive.ts";
import { sha256OfBytes } from "../../core/pki/primitives/hash-and-hmac.ts";
import { limits } from "../../core/limits.ts";
import { readOwnEndSync } from "../files/own-file.ts";
import { UnsafeFile } from "../files/unsafe-file.ts";

/** What releases before the log wrote; they are read as they are, and nobody writes them any more. */
const earlierNames = ["ledger.jsonl", "history.jsonl"] as const;

/** Those that there are, as the first line of the log has them. Throws the system's error, or `UnsafeFile`. */
export function earlierFiles(home: string): readonly EarlierFile[] {
  return earlierNames.flatMap((name) => {
    const read = readOwnEndSync(join(home, name), limits.ledgerFile.most);
    if (read === null) return [];
    if (!read.isWhole) throw new UnsafeFile("far too large");
    return [{ name, sha256: sha256OfBytes(read.bytes) }];
  });
}
