import { setTimeout as wait } from "node:timers/promises";
import { deserialize } from "node:v8";
import { Worker } from "node:worker_threads";
import type { Finding, Said, Slice } from "./slice-process.ts";

/** Of the whole process. What an input may take is far below it. */
const mostMemory = 2 * 1024 ** 3;
const mostHeapMb = 1024;
const longestInput = 8 * 1024 * 1024;
const lookEachMs = 50;
/** To start a worker, a server, a host; and to make the next input. */
const openWithinMs = 60_000;

export interface Outcome {
  /** Null: this machine does not have what the target needs. */
  readonly runs: number | null;
  readonly finding: Finding | null;
}

/**
 * Judges inputs in a worker that is ended when it hangs or fills the memory: an input that does that is a finding like
 * any other. One worker at a time.
 */
export class Judge {
  #worker: Worker | null = null;
  #counts = new Int32Array(new SharedArrayBuffer(12));
  #input = new Uint8Array(new SharedArrayBuffer(longestInput));
  #said: Said[] = [];
  #death = "";

  async run(slice: Slice): Promise<Outcome> {
    const worker = (this.#worker ??= this.#start());
    this.#said = [];
    Atomics.store(this.#counts, 0, 0);
    Atomics.store(this.#counts, 2, 0);
    // A worker has no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage(slice);
    const budget = await this.#until(openWithinMs);
    if (typeof budget === "string") return this.#end(slice, budget);
    if (budget.kind === "absent") return { runs: null, finding: null };
    if (budget.kind === "done") return budget;
    const done = await this.#until(budget.budgetMs);
    if (typeof done === "string") return this.#end(slice, done);
    return done.kind === "done" ? done : { runs: null, finding: null };
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): Worker {
    const file = new URL("./slice-process.ts", import.meta.url);
    const worker = new Worker(file, {
      workerData: { counts: this.#counts.buffer, input: this.#input.buffer },
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
    });
    this.#death = "";
    worker.on("message", (said: Said) => this.#said.push(said));
    worker.on("error", (error) => {
      this.#death =
        error instanceof Error ? (error.stack ?? "") : String(error);
    });
    worker.on("exit", () => {
      this.#death ||= "the process ended";
    });
    return worker;
  }

  /** What the worker says next; a sentence when it does not, or one input takes longer than `eachMs`. */
  async #until(eachMs: number): Promise<Said | string> {
    let [seen, since] = [0, performance.now()];
    for (;;) {
      const said = this.#said.shift();
      if (said) return said;
      if (this.#death) return this.#death;
      if (process.memoryUsage.rss() > mostMemory)
        return `takes more than ${String(mostMemory / 1024 ** 2)} MiB`;
      const now = Atomics.load(this.#counts, 0);
      if (now !== seen) [seen, since] = [now, performance.now()];
      const isJudging = Atomics.load(this.#counts, 2) === 1;
      const budget = isJudging ? eachMs : openWithinMs;
      if (performance.now() - since > budget)
        return `hangs: longer than ${String(budget)} ms`;
      await wait(lookEachMs);
    }
  }

  async #end({ path }: Slice, what: string): Promise<Outcome> {
    const begun = Atomics.load(this.#counts, 0);
    const length = Atomics.load(this.#counts, 1);
    const input: unknown =
      begun > 0 ? deserialize(Buffer.from(this.#input.slice(0, length))) : null;
    await this.close();
    const at = path || String(Math.max(0, begun - 1));
    return {
      runs: begun,
      finding: { what, path: at, input, shown: "" },
    };
  }
}
