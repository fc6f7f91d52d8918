import { serialize } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import * as fc from "fast-check";
import { targets } from "./targets.ts";
import type { Target } from "./target.ts";

/** A part of the fuzzer's time: one target with one seed. */
export interface Slice {
  readonly target: string;
  readonly seed: number;
  /** As fast-check says where a case is; empty: from the start. */
  readonly path: string;
  readonly runs: number;
  readonly seconds: number;
  /** This one input, and no other. */
  readonly input?: unknown;
}

export interface Finding {
  readonly what: string;
  readonly path: string;
  readonly input: unknown;
  readonly shown: string;
}

export type Said =
  | { readonly kind: "opened"; readonly budgetMs: number }
  | { readonly kind: "absent" }
  | {
      readonly kind: "done";
      readonly runs: number;
      readonly finding: Finding | null;
    };

/** What the other side looks at while an input is judged: how many were begun, how long the present one is, and whether it is being judged. */
export interface Watched {
  readonly counts: SharedArrayBuffer;
  readonly input: SharedArrayBuffer;
}

const { counts, input: inputBytes } = workerData as Watched;
const count = new Int32Array(counts);
const present = new Uint8Array(inputBytes);
/** Kept open from slice to slice: some take long to start. */
const open = new Map<string, Target | null>();

/** Says which input is judged now: whoever finds this process hanging has to know. */
function begin(input: unknown): void {
  const bytes = serialize(input);
  if (bytes.length <= present.length) present.set(bytes);
  Atomics.store(count, 1, Math.min(bytes.length, present.length));
  Atomics.store(count, 2, 1);
  Atomics.add(count, 0, 1);
}

async function run(slice: Slice): Promise<Said> {
  if (!open.has(slice.target))
    open.set(slice.target, (await targets[slice.target]?.()) ?? null);
  const target = open.get(slice.target);
  if (!target) return { kind: "absent" };
  say({ kind: "opened", budgetMs: target.budgetMs });
  let runs = 0;
  const check = async (input: unknown): Promise<void> => {
    begin(input);
    runs++;
    await target.check(input);
    Atomics.store(count, 2, 0);
  };
  if ("input" in slice) {
    const what = await check(slice.input).then(() => null, messageOf);
    const shown = "";
    const finding = what === null ? null : { what, path: "", input: slice.input, shown }; // prettier-ignore
    return { kind: "done", runs, finding };
  }
  const details = await fc.check(fc.asyncProperty(target.inputs, check), {
    seed: slice.seed,
    ...(slice.path === "" ? {} : { path: slice.path }),
    numRuns: slice.runs,
    interruptAfterTimeLimit: slice.seconds * 1000,
    markInterruptAsFailure: false,
  });
  const [input] = details.counterexample ?? [];
  // Without a counterexample the time was over before the first input was judged.
  const finding = details.counterexample
    ? {
        what: messageOf(details.errorInstance),
        path: details.counterexamplePath ?? "",
        input,
        shown: fc.stringify(input),
      }
    : null;
  return { kind: "done", runs, finding };
}

function messageOf(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? error.message)
    : String(error);
}

function say(said: Said): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(said);
}

parentPort?.on("message", (slice: Slice) => {
  run(slice).then(say, (error: unknown) => {
    const finding = {
      what: messageOf(error),
      path: "",
      input: null,
      shown: "",
    };
    say({ kind: "done", runs: 0, finding });
  });
});
