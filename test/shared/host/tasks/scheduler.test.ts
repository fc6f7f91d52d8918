import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Events } from "../../../../shared/host/events.ts";
import type { HostContext } from "../../../../shared/host/host-context.ts";
import { startSchedule } from "../../../../shared/host/tasks/scheduler.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what is due is looked at after a window has had the time to ask for its list, once for all that happened", async () => {
  const events = new Events();
  let runs = 0;
  const job = {
    run: async () => {
      runs++;
      return null;
    },
  };
  const context = { events } as unknown as HostContext;
  const { stop } = startSchedule(context, [job]);
  events.tell({ kind: "state" });
  await vi.advanceTimersByTimeAsync(900);
  // Locked and opened again: the list is asked for once more.
  events.tell({ kind: "state" });
  await vi.advanceTimersByTimeAsync(900);
  expect(runs).toBe(0);
  await vi.advanceTimersByTimeAsync(1000);
  expect(runs).toBe(1);
  events.tell({ kind: "sessions" });
  stop();
  await vi.advanceTimersByTimeAsync(2 * 60 * 60 * 1000);
  expect(runs).toBe(1);
});

test("events without a pause do not hold back what is due", async () => {
  const events = new Events();
  let runs = 0;
  const run = async () => {
    runs++;
    return null;
  };
  const context = { events } as unknown as HostContext;
  const { stop } = startSchedule(context, [{ run }]);
  for (let at = 0; at < 25_000; at += 500) {
    events.tell({ kind: "sessions" });
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(runs).toBe(2);
  await vi.advanceTimersByTimeAsync(1000);
  expect(runs).toBe(3);
  stop();
});
