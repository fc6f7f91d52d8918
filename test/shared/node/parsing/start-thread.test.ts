import { expect, test, vi } from "vitest";
import { watchGrowth } from "../../../../shared/node/parsing/start-thread.ts";

test("a process that grows past the bound while a thread reads is told once, and not after the thread is over", () => {
  vi.useFakeTimers();
  try {
    let memory = 100;
    const over = vi.fn();
    watchGrowth(50, over, () => memory);
    memory = 150;
    vi.advanceTimersByTime(1000);
    expect(over).not.toHaveBeenCalled();
    memory = 151;
    vi.advanceTimersByTime(1000);
    expect(over).toHaveBeenCalledTimes(1);

    const late = vi.fn();
    const stop = watchGrowth(50, late, () => memory);
    memory = 1000;
    stop();
    vi.advanceTimersByTime(1000);
    expect(late).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});
