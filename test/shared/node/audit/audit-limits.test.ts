import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect } from "vitest";
import {
  emptyLog,
  extendLog,
} from "../../../../shared/core/audit/log-state.ts";
import { limits } from "../../../../shared/core/limits.ts";
import { readLines } from "../../../../shared/node/audit/audit-files.ts";
import { readEvents } from "../../../../shared/node/audit/read-events.ts";
import { readOwnInPieces } from "../../../../shared/node/files/own-file.ts";
import { atTheEdge } from "../../../doubles/at-the-edge.ts";

const homes: string[] = [];

afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

function homeWith(log: Uint8Array): string {
  const home = mkdtempSync(join(tmpdir(), "audit-"));
  homes.push(home);
  writeFileSync(join(home, "audit.jsonl"), log);
  return home;
}

const all = { words: [], since: null, session: null, context: null };

describe("an audit log", () => {
  atTheEdge("auditShown", {
    make: (events) => {
      const each = Array.from({ length: events }, () => ({
        event: "unlock" as const,
      }));
      return homeWith(extendLog(emptyLog, each, new Date()).bytes);
    },
    read: (home) => readEvents(home, all),
    taken: (answer) =>
      expect(answer).toMatchObject({
        value: { count: limits.auditShown.most },
      }),
    refused: (answer) => {
      const found = answer.ok ? answer.value : null;
      expect(found?.lines).toHaveLength(limits.auditShown.most);
      expect(found?.lines.at(-1)?.n).toBe(limits.auditShown.most + 1);
    },
    cheapMs: 5000,
  });

  atTheEdge("auditPiece", {
    make: (bytes) => homeWith(new Uint8Array(bytes)),
    read: async (home) => {
      const path = join(home, "audit.jsonl");
      const sizes: number[] = [];
      for await (const piece of readOwnInPieces(path, 0, {
        pieceLength: limits.auditPiece.most,
        largest: limits.auditFile.most,
      }))
        sizes.push(piece.length);
      return sizes;
    },
    taken: (sizes) => expect(sizes).toEqual([limits.auditPiece.most]),
    refused: (sizes) => expect(sizes).toEqual([limits.auditPiece.most, 1]),
  });

  atTheEdge("auditFile", {
    make: (bytes) => {
      const home = homeWith(new Uint8Array());
      truncateSync(join(home, "audit.jsonl"), bytes);
      return home;
    },
    // Its first piece is enough to know that it is read.
    read: (home) => readLines(join(home, "audit.jsonl")).next().catch(String),
    taken: (first) => expect(first).toMatchObject({ done: false }),
    refused: (first) => expect(first).toContain("far too large"),
  });
});
