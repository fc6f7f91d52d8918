import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noCalls } from "../../../renderer/features/sessions/calls.ts";
import { followCalls } from "../../../renderer/features/sessions/follow-calls.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a gateway is asked each second while somebody looks, and not by a hidden window", async () => {
  const page = { hidden: false };
  vi.stubGlobal("document", page);
  const asked: number[] = [];
  const told: unknown[] = [];
  const stop = followCalls(
    async (after) => {
      asked.push(after);
      return after === 0 ? { ...noCalls, calls: 3 } : null;
    },
    (known) => told.push(known),
  );
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([0, 3]);
  expect(told).toEqual([{ ...noCalls, calls: 3 }, null]);
  page.hidden = true;
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toHaveLength(2);
  page.hidden = false;
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toHaveLength(3);
  stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toHaveLength(3);
});
