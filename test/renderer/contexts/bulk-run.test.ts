import { describe, expect, test } from "vitest";
import {
  countStates,
  runBulk,
  type BulkState,
} from "../../../renderer/features/contexts/bulk/bulk-run.ts";

const refusal = {
  ok: false,
  error: {
    code: "declined",
    severity: "error",
    message: "No.",
    next: "",
    actions: [],
  },
} as const;

async function run(
  names: readonly string[],
  work: Parameters<typeof runBulk>[1],
  {
    atOnce = 1,
    isCancelled = () => false,
  }: { readonly atOnce?: number; readonly isCancelled?: () => boolean } = {},
) {
  const states = new Map<string, BulkState>(
    names.map((name) => [name, { kind: "waiting" }]),
  );
  await runBulk(names, work, {
    atOnce,
    isCancelled,
    tell: (name, state) => states.set(name, state),
  });
  return states;
}

describe("the same for many contexts", () => {
  test("what fails stops no other, and says why", async () => {
    const states = await run(["a", "b", "c"], async (name) =>
      name === "b" ? refusal : { ok: true, value: name },
    );
    expect([...states.values()]).toEqual([
      { kind: "done", words: "a" },
      { kind: "failed", error: refusal.error },
      { kind: "done", words: "c" },
    ]);
    expect(countStates(states.values())).toEqual({
      waiting: 0,
      running: 0,
      done: 2,
      failed: 1,
    });
  });

  test("what has begun is finished when it is called off, and the rest waits", async () => {
    let isCancelled = false;
    const states = await run(
      ["a", "b", "c"],
      async () => {
        isCancelled = true;
        return { ok: true, value: null };
      },
      { isCancelled: () => isCancelled },
    );
    expect([...states.values()].map(({ kind }) => kind)).toEqual([
      "done",
      "waiting",
      "waiting",
    ]);
  });

  test("so many run at a time, and no more", async () => {
    let running = 0;
    let most = 0;
    await run(
      ["a", "b", "c", "d", "e"],
      async () => {
        running++;
        most = Math.max(most, running);
        await Promise.resolve();
        running--;
        return { ok: true, value: null };
      },
      { atOnce: 2 },
    );
    expect(most).toBe(2);
  });
});
