import { join } from "node:path";
import {
  readHistory,
  writePastSession,
  type PastSession,
} from "../../core/sessions/history.ts";
import type { Lease } from "../../core/sessions/lease.ts";
import { writeAtomicallySync } from "../files/atomic-file.ts";
import { appendOwnSync, readOwnEndSync } from "../files/own-file.ts";
import { limits } from "../../core/limits.ts";

/** What stands before it is forgotten. */
const newest = limits.historyFile.most;

/** `<vault home>/history.jsonl`: what sessions there were. Facts that cannot be written are not worth failing for. */
export class SessionHistory {
  readonly #home: string;

  constructor(home: string) {
    this.#home = home;
  }

  append(lease: Lease, endedAt: Date): void {
    const { id, context, roles, credential, delivery, reason, startedAt } =
      lease;
    const entry: PastSession = {
      id,
      context,
      roles,
      credential,
      delivery,
      ...(reason ? { reason } : {}),
      startedAt,
      endedAt: endedAt.toISOString(),
    };
    try {
      appendOwnSync(this.#path(), writePastSession(entry));
    } catch {
      // A full disk, or no file of ours: the session's end matters more.
    }
  }

  /** Newest first. */
  read(): readonly PastSession[] {
    try {
      const end = readOwnEndSync(this.#path(), newest);
      if (end?.isWhole === false) this.#forget(end.bytes);
      return readHistory(new TextDecoder().decode(end?.bytes));
    } catch {
      return [];
    }
  }

  /** Keeps the newer half of its end; nothing where that is one line, for such a line is no session. */
  #forget(end: Uint8Array): void {
    const half = end.subarray(end.length / 2);
    const lineFeed = half.indexOf(0x0a);
    const kept = lineFeed < 0 ? "" : half.subarray(lineFeed + 1);
    try {
      writeAtomicallySync(this.#path(), kept);
    } catch {
      // The file stays long until there is room.
    }
  }

  #path(): string {
    return join(this.#home, "history.jsonl");
  }
}
