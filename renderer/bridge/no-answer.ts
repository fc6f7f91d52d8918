import type { Bridge } from "../../shared/contract/bridge.ts";
import type { WireError } from "../../shared/contract/wire.ts";
import { withCalls } from "./with-calls.ts";

/** What is said where main gives no answer at all: it ended, or the way to it is broken. */
export const noAnswer: WireError = {
  code: "internal",
  severity: "error",
  message: "Talos Vault does not answer any more.",
  next: "Look whether it still runs; start it again where it does not, and open a new window.",
  actions: [],
};

/** The same bridge, whose calls never reject: whoever waits for an answer gets one, and stops looking busy. */
export function withAnswers(bridge: Bridge): Bridge {
  const call = withCalls(bridge, async (made) => {
    try {
      return await made();
    } catch {
      return { ok: false, error: noAnswer };
    }
  });
  return {
    call,
    onEvent: (listener) => bridge.onEvent(listener),
    openDropped: async (file) => {
      try {
        return await bridge.openDropped(file);
      } catch {
        return null;
      }
    },
  };
}
