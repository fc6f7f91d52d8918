// Until when a request counts. Whoever was stopped (SIGSTOP) and reads it later does nothing of it: who asked has been
// told by then that nothing was done.
import { machineMs } from "../system/clock-of-all-processes.ts";

/** The envelope's word for it. */
export const deadlineName = "until";
/** Until when it has to be taken: who asks has gone on without us by then, however long an answer may take. */
export const takenName = "takenUntil";

/** So many milliseconds from now, on a clock that all processes of this machine share, and that stands still while it sleeps. */
export function deadlineIn(ms: number): number {
  return machineMs() + ms;
}

/** Whether it is over; what is no number never is. */
export function isPast(until: unknown): boolean {
  return typeof until === "number" && machineMs() > until;
}
