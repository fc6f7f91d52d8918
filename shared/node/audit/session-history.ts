import { join } from "node:path";
import { pastSessionOf } from "../../core/audit/session-events.ts";
import { eventOfLine, readAuditLine } from "../../core/audit/line.ts";
import { limits } from "../../core/limits.ts";
import {
  newestFirst,
  readHistory,
  type PastSession,
} from "../../core/sessions/history.ts";
import { wholeLines } from "./audit-files.ts";
import { auditNames } from "./audit-log.ts";
import { readOwnEndSync } from "../files/own-file.ts";

/** What stands before it is not looked at. */
const newest = limits.historyFile.most;

/**
 * What sessions there were: those that the end of the audit log tells of, and of the file that releases before it wrote.
 * Newest first; what cannot be read is not worth failing for.
 */
export function readSessionHistory(home: string): readonly PastSession[] {
  const earlier = readHistory(
    new TextDecoder().decode(endOf(join(home, "history.jsonl"))),
  );
  const { lines } = wholeLines(endOf(join(home, auditNames.log)));
  const sessions = lines.flatMap((bytes) => {
    if (eventOfLine(bytes) !== "session.end") return [];
    const line = readAuditLine(bytes);
    const past = line && pastSessionOf(line);
    return past ? [past] : [];
  });
  return newestFirst([...earlier, ...sessions]);
}

function endOf(path: string): Uint8Array {
  try {
    return readOwnEndSync(path, newest)?.bytes ?? nothing;
  } catch {
    return nothing;
  }
}

const nothing = new Uint8Array();
