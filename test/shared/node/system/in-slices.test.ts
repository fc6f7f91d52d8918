import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeHealth } from "../../../../shared/core/diagnosis/health.ts";
import { healthOf } from "../../../../shared/core/diagnosis/health-of.ts";
import { writeLine } from "../../../../shared/core/ledger/entry.ts";
import { healthFile } from "../../../../shared/node/health/health-file.ts";
import { ledgerFile } from "../../../../shared/node/ledger/ledger-file.ts";
import { inSlices } from "../../../../shared/node/system/in-slices.ts";
import { answers } from "../../../doubles/scripted-talos-api.ts";

const home = mkdtempSync(join(tmpdir(), "tv-slices-"));
mkdirSync(home, { recursive: true, mode: 0o700 });
afterAll(() => rmSync(home, { recursive: true }));

/** How often others had this thread while something was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isOver = true;
  return turns;
}

const at = new Date("2026-11-29T00:00:00Z");

test("a long list is done in its order, and others have their turn in between", async () => {
  const slow = (item: number) => {
    const until = performance.now() + 1;
    while (performance.now() < until);
    return 2 * item;
  };
  const items = Array.from({ length: 200 }, (_, item) => item);
  let done: readonly number[] = [];
  const turns = await turnsDuring(async () => {
    done = await inSlices(items, slow);
  });
  expect(done).toEqual(items.map((item) => 2 * item));
  expect(turns).toBeGreaterThan(4);
});

test("a ledger of years does not hold up who asks something else", async () => {
  const hash = "ab".repeat(32);
  const time = at.toISOString();
  const line = writeLine({
    issuedAt: time,
    context: "a",
    roles: ["os:reader"],
    serial: "AB",
    fingerprint: hash,
    authority: hash,
    notBefore: time,
    notAfter: time,
    via: "authority",
    purpose: "session",
    recipient: "a",
  });
  writeFileSync(join(home, "ledger.jsonl"), line.repeat(20_000));
  const turns = await turnsDuring(async () => {
    const read = await ledgerFile(home).read();
    expect(read.ok && read.value.entries.length).toBe(20_000);
  });
  expect(turns).toBeGreaterThan(6);
});

test("what is known of ten thousand contexts does not, either", async () => {
  const target = { endpoint: "10.0.0.1", config: { endpoints: [], nodes: [] } };
  const one = healthOf("a", target, answers(), at);
  const names = Array.from({ length: 10_000 }, (_, number) => String(number));
  const known = new Map(names.map((name) => [name, [one, one]]));
  writeFileSync(join(home, "health.json"), writeHealth(known, at));
  const turns = await turnsDuring(async () => {
    expect((await healthFile(home).read()).health.size).toBe(10_000);
  });
  expect(turns).toBeGreaterThan(6);
});
