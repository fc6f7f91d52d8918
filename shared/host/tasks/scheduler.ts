// What main does by itself: notices, renewals and checks when they are due, and what a window may cancel.
// Keep: One run at a time; nothing here asks a person, and a locked vault is left alone.
import type { HostEvent } from "../../contract/events.ts";
import type { HostContext } from "../host-context.ts";

const hourMs = 60 * 60 * 1000;

/** Something to do from time to time. */
export interface ScheduledJob {
  /** Does what is due; milliseconds until it should run again, null: whenever something changed. */
  run(): Promise<number | null>;
}

/** A window that is told of the same change has asked for its list by then, of however many contexts. */
const afterEventMs = 1000;
/** Nor do events without a pause hold back what is due for longer. */
const afterFirstEventMs = 10_000;

/** Runs the jobs soon after something changed, when something is due, and every hour; never two times at once. */
export function startSchedule(
  context: HostContext,
  jobs: readonly ScheduledJob[],
) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const runOnce = async (): Promise<void> => {
    let wait = hourMs;
    for (const job of jobs) wait = Math.min(wait, (await job.run()) ?? wait);
    if (timer) clearTimeout(timer);
    timer = setTimeout(runSafely, wait);
    timer.unref();
  };
  const runDue = coalesced(runOnce);
  const runSafely = (): void => {
    runDue().catch((error: unknown) => context.ports.report(error));
  };
  let soon: ReturnType<typeof setTimeout> | null = null;
  let latest: ReturnType<typeof setTimeout> | null = null;
  const clearWaiting = (): void => {
    for (const one of [soon, latest]) if (one) clearTimeout(one);
    latest = null;
  };
  const runWaiting = (): void => {
    clearWaiting();
    runSafely();
  };
  const runSoon = (): void => {
    if (soon) clearTimeout(soon);
    soon = setTimeout(runWaiting, afterEventMs);
    latest ??= setTimeout(runWaiting, afterFirstEventMs);
    soon.unref();
    latest.unref();
  };
  const stop = context.events.listen(({ kind }) => {
    if (triggers.has(kind)) runSoon();
  });
  return {
    runDue,
    stop: () => {
      stop();
      clearWaiting();
      if (timer) clearTimeout(timer);
    },
  };
}

/** Events after which something else may be due. */
const triggers: ReadonlySet<HostEvent["kind"]> = new Set([
  "state",
  "vault",
  "contexts",
  "sessions",
  "settings",
] as const);

/** One run at a time; who asks meanwhile gets one more run after it, and shares it with everybody who asks. */
function coalesced(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let waiting: Promise<void> | null = null;
  const run = (): Promise<void> => {
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (!running) return run();
    waiting ??= running
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        waiting = null;
        return run();
      });
    return waiting;
  };
}
