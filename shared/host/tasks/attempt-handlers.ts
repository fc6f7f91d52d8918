import { success } from "../../core/result.ts";
import type { Handlers, HostContext } from "../host-context.ts";

/** Cancels what a window began. */
export function attemptHandlers({
  attempts,
}: HostContext): Handlers<"attempts.cancel"> {
  return {
    "attempts.cancel": async ({ attempt }) => {
      attempts.cancel(attempt);
      return success(null);
    },
  };
}
