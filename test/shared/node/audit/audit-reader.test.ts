import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AuditEvent } from "../../../../shared/core/audit/event.ts";
import type { AuditSearch } from "../../../../shared/core/audit/search.ts";
import type {
  AuditPage,
  AuditPlace,
} from "../../../../shared/core/ports/audit-reader.ts";
import { AuditLog } from "../../../../shared/node/audit/audit-log.ts";
import { auditReader } from "../../../../shared/node/audit/audit-reader.ts";
import { must } from "../../../doubles/memory-host.ts";

let home: string;
let log: AuditLog;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "talos-vault-reader-"));
  log = new AuditLog(home);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const path = () => join(home, "audit.jsonl");
const everything: AuditSearch = {
  words: [],
  since: null,
  session: null,
  context: null,
};

function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: from - to + 1 }, (_, index) => from - index);
}

/** The numbers on each page, newest first. */
async function pages(search: AuditSearch = everything) {
  const found: (number | null)[][] = [];
  let before: AuditPlace | null = null;
  do {
    const page: AuditPage = must(await auditReader(home).page(search, before));
    found.push(page.lines.map(({ line }) => line?.n ?? null));
    before = page.older;
  } while (before !== null);
  return found;
}

function fill(count: number, event: Partial<AuditEvent> = {}): void {
  const events = Array.from({ length: count }, () => ({
    event: "call" as const,
    detail: { words: "x".repeat(300) },
    ...event,
  }));
  log.record(...events);
}

describe("pages of the log", () => {
  test("are newest first, join without a gap, and span lines that were moved into files of their own", async () => {
    expect(await pages()).toEqual([[]]);
    fill(349);
    renameSync(path(), join(home, "audit-1-350.jsonl"));
    fill(1000);
    // 450 kB, so that pieces of a file are joined.
    const all = await pages();
    expect(all.map(({ length }) => length).slice(0, -1)).toEqual(
      all.slice(1).map(() => 200),
    );
    // With the line that says that the end was missing.
    expect(all.flat()).toEqual(numbers(1351, 1));
    expect(must(await auditReader(home).first())).toBe(1);
    rmSync(join(home, "audit-1-350.jsonl"));
    expect(must(await auditReader(home).first())).toBe(351);
  });

  test("a line that is not finished is not there yet, and one that is none stands in its place", async () => {
    fill(2);
    appendFileSync(path(), "not ours\n");
    appendFileSync(path(), '{"n":4,"prev"');
    expect(await pages()).toEqual([[null, 3, 2, 1]]);
  });

  test("a line without an end is one line", async () => {
    fill(1);
    appendFileSync(path(), `${"y".repeat(300_000)}\n`);
    const [page = []] = await pages();
    expect(page.slice(-2)).toEqual([2, 1]);
    expect(page.slice(0, -2).every((one) => one === null)).toBe(true);
  });

  test("begin anew where the place is there no more", async () => {
    fill(300);
    const reader = auditReader(home);
    const { older } = must(await reader.page(everything, null));
    expect(must(await reader.page(everything, older)).isNewest).toBe(false);
    const lines = readFileSync(path(), "utf8").split("\n");
    writeFileSync(path(), lines.slice(50).join("\n"));
    const again = must(await reader.page(everything, older));
    expect(again.isNewest).toBe(true);
    expect(again.lines[0]?.line?.n).toBe(301);
    for (const file of ["../audit.jsonl", "audit-1-50.jsonl"])
      expect(
        must(await reader.page(everything, { file, at: 0, n: 1 })).isNewest,
      ).toBe(true);
  });

  test("have what is looked for alone, by kind, context, session, person and time", async () => {
    const old = new Date("2026-01-01T00:00:00Z");
    log.record(
      { event: "unlock", at: old },
      { event: "session.start", context: "prod", session: "ab".repeat(16) },
      { event: "issue", context: "prod", detail: { purpose: "file", recipient: "Ada" } }, // prettier-ignore
      { event: "issue", context: "lab", detail: { purpose: "session", recipient: "ada-no" } }, // prettier-ignore
      { event: "call", context: "lab", process: { pid: 1, name: "talosctl" } },
    );
    const found = async (search: Partial<AuditSearch>) =>
      (await pages({ ...everything, ...search })).flat();
    expect(await found({ context: "prod" })).toEqual([4, 3]);
    expect(await found({ session: "abab" })).toEqual([3]);
    expect(await found({ events: new Set(["issue"]) })).toEqual([5, 4]);
    expect(await found({ person: "ADA" })).toEqual([4]);
    expect(await found({ person: "talosctl" })).toEqual([6]);
    expect(await found({ until: new Date("2026-01-02") })).toEqual([2]);
    expect(await found({ since: new Date("2026-01-02"), words: ["LAB"] })).toEqual([6, 5]); // prettier-ignore
  });

  test("a search that finds nothing looks back a part at a time", async () => {
    fill(200, { detail: { words: "x".repeat(60_000) } });
    const none = { ...everything, words: ["nowhere"] };
    const found = await pages(none);
    expect(found.length).toBeGreaterThan(2);
    expect(found.flat()).toEqual([]);
  });
});

describe("verifying", () => {
  const options = { heads: [], vaultId: null };

  test("says how far it is, lets others have their turn, and can be called off", async () => {
    // Of so many no machine is through in two slices.
    fill(40_000);
    const reader = auditReader(home);
    const shares: number[] = [];
    let turns = 0;
    const turn = setInterval(() => (turns += 1), 1);
    const verdict = must(
      await reader.verify(options, { onProgress: (one) => shares.push(one) }),
    );
    clearInterval(turn);
    expect(verdict).toMatchObject({ broken: null, last: 40_001 });
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(turns).toBeGreaterThan(2);
    const controller = new AbortController();
    const off = await reader.verify(options, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(off).toMatchObject({ ok: false, error: { code: "cancelled" } });
  });
});
