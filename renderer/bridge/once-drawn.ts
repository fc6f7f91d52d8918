import type { Bridge } from "../../shared/contract/bridge.ts";
import { withCalls } from "./with-calls.ts";

/**
 * The same bridge, whose calls wait for the first frame: main reads most of its code with the first call, and would have less time
 * for what that frame needs.
 */
export function onceDrawn(bridge: Bridge): Bridge {
  const drawn = firstFrame();
  return {
    ...bridge,
    call: withCalls(bridge, async (call) => {
      await drawn;
      return call();
    }),
  };
}

/** What is asked for within a frame is done before it is drawn: the second time, one was. */
function firstFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}
