import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { Machine } from "../cli/harness.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { BrowserApp } from "../e2e/browser-app.ts";
import { processorMs } from "./process-family.ts";
import { median } from "./race.ts";

const root = resolve(import.meta.dirname, "../..");
const contexts = 10_000;
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 5);
const patienceMs = 120_000;
const settleMs = 1000;

/**
 * From the click on Unlock to the frame with the first rows, with 10,000 contexts, in the page of `talos-vault ui`: by this build
 * and, in turn, by the one whose folder BENCH_BASELINE names, each with a vault of its own of the same contexts. The first time
 * after a start, when all code is new, and again.
 */
export async function benchUnlock(): Promise<void> {
  const baseline = process.env["BENCH_BASELINE"];
  const talosconfig = makeTalosconfig(contexts);
  const builds: Build[] = [];
  try {
    builds.push(await Build.make("this build", root, talosconfig));
    if (baseline)
      builds.push(await Build.make("the baseline", baseline, talosconfig));
    // Files are cold the first time.
    for (let round = 0; round <= rounds; round++)
      for (const build of builds) await build.start(round > 0);
    const [first] = builds;
    for (const build of builds)
      for (const turn of turns) {
        const figure = (key: keyof Cost) => {
          const costs = build.costs[turn].map((one) => one[key]);
          const own = first?.costs[turn].map((one) => one[key]) ?? costs;
          const of = (some: (all: readonly number[]) => number) => `${some(costs).toFixed(0)} ms (${(some(own) / some(costs)).toFixed(2)}x)`; // prettier-ignore
          return `${of(median)}, best ${of((all) => Math.min(...all))}`;
        };
        console.log(`  unlock to rows, ${String(contexts)} contexts, in a browser, ${turn}, ${build.name}: ${figure("ms")}; processor ${figure("processorMs")}`); // prettier-ignore
      }
  } finally {
    for (const build of builds) await build.stop();
  }
}

const turns = ["first", "again"] as const;

interface Cost {
  readonly ms: number;
  /** Of the program, the browser and what measures. */
  readonly processorMs: number;
}

/** A build with a machine and a vault. */
class Build {
  readonly name: string;
  readonly costs: Readonly<Record<(typeof turns)[number], Cost[]>> = {
    first: [],
    again: [],
  };
  readonly #machine: Machine;
  readonly #program: string;

  private constructor(name: string, machine: Machine, program: string) {
    this.name = name;
    this.#machine = machine;
    this.#program = program;
  }

  static async make(
    name: string,
    folder: string,
    talosconfig: string,
  ): Promise<Build> {
    const program = join(folder, ".vite/cli/talos-vault.cjs");
    const machine = await Machine.start();
    for (const [words, input] of [
      [["init"], ""],
      [["import", "-"], talosconfig],
    ] as const) {
      const { status } = spawnSync(process.execPath, [program, ...words], {
        env: machine.env,
        input,
        // A recovery key that goes to /dev/null does not count.
        stdio: ["pipe", "pipe", "ignore"],
        maxBuffer: 2 ** 28,
      });
      if (status !== 0) throw new Error(`${name}: ${words.join(" ")} failed`);
    }
    return new Build(name, machine, program);
  }

  async start(counts: boolean): Promise<void> {
    const app = await BrowserApp.start(
      this.#machine,
      undefined,
      {},
      this.#program,
    );
    try {
      const { page } = app;
      page.setDefaultTimeout(patienceMs);
      for (const turn of turns) {
        if (turn === "again")
          await page.getByRole("button", { name: "Lock", exact: true }).click();
        await page
          .getByRole("button", { name: "Unlock", exact: true })
          .waitFor();
        // What is read ahead meanwhile is read.
        await page.waitForTimeout(settleMs);
        const before = processorMs(process.pid);
        const ms = await page.evaluate(clickToRows);
        const cost = { ms, processorMs: processorMs(process.pid) - before };
        if (counts) this.costs[turn].push(cost);
      }
    } finally {
      await app.stop();
    }
  }

  async stop(): Promise<void> {
    await this.#machine.stop();
  }
}

/** In the page: milliseconds. */
function clickToRows(): Promise<number> {
  const g = globalThis as unknown as {
    document: {
      querySelector(one: string): object | null;
      querySelectorAll(one: string): Iterable<{ textContent: string; click(): void }>; // prettier-ignore
    };
    performance: { now(): number };
    requestAnimationFrame(call: () => void): void;
  };
  return new Promise((done) => {
    const start = g.performance.now();
    for (const button of g.document.querySelectorAll("button"))
      if (button.textContent === "Unlock") button.click();
    const look = (): void => {
      const isThere = g.document.querySelector("[data-name]") !== null;
      g.requestAnimationFrame(
        isThere ? () => done(g.performance.now() - start) : look,
      );
    };
    look();
  });
}
