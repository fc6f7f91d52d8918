import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { writeHealth } from "../../../shared/core/diagnosis/stored-health.ts";
import { healthOf } from "../../../shared/core/diagnosis/endpoint-health.ts";
import { writeLine } from "../../../shared/core/ledger/entry.ts";
import { healthFile } from "../../../shared/node/health/health-file.ts";
import { ledgerFile } from "../../../shared/node/ledger/ledger-file.ts";
import { inSlices } from "../../../shared/core/work-in-slices.ts";
import { must, openHost } from "../../doubles/memory-host.ts";
import { answers } from "../../doubles/scripted-talos-api.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { ledgerEntry } from "../../doubles/sample-records.ts";

const home = mkdtempSync(join(tmpdir(), "tv-slices-"));
mkdirSync(home, { recursive: true, mode: 0o700 });
afterAll(() => rmSync(home, { recursive: true }));
afterEach(() => void vi.restoreAllMocks());

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
  const line = writeLine(ledgerEntry);
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

test("no call of a window about many contexts is one piece", async () => {
  const contexts = 200;
  const memory = await openHost(makeTalosconfig(contexts));
  const { host } = memory;
  memory.clipboard = makeTalosconfig(contexts);
  // Each look at the clock finds that the slice is over, however fast the machine is.
  let now = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1000));
  const token = { import: "", restore: "" };
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    "contexts.list": async () => must(await host.ask("contexts.list", {})),
    "imports.open": async () => {
      const opened = await host.ask("imports.open", { kind: "clipboard" });
      token.import = must(opened)?.token ?? "";
    },
    "imports.apply": async () => {
      const choices = { token: token.import, choices: [], use: false };
      must(await host.ask("imports.apply", choices));
    },
    "vault.ask-restore": async () => {
      const asked = { kind: "generation", generation: "2" } as const;
      token.restore =
        must(await host.ask("vault.ask-restore", asked))?.token ?? "";
    },
    "vault.restore": async () => {
      const answer = { kind: "asked", token: token.restore } as const;
      must(await host.ask("vault.restore", answer));
    },
    "vault.unlock": async () => {
      await host.lock("a test");
      must(await host.ask("vault.unlock", { with: "keychain" }));
    },
  };
  const inOnePiece: string[] = [];
  for (const [name, call] of Object.entries(calls))
    if ((await turnsDuring(call)) < contexts / 16) inOnePiece.push(name);
  expect(inOnePiece).toEqual([]);
});
