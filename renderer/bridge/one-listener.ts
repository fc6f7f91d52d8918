import type { Bridge } from "../../shared/contract/bridge.ts";
import type { HostEvent } from "../../shared/contract/events.ts";

type Listener = (event: HostEvent) => void;

/** The same bridge, listened to once however many parts of the page listen: a preload warns of more than ten. */
export function withOneListener(bridge: Bridge): Bridge {
  const listeners = new Set<Listener>();
  let stop: (() => void) | null = null;
  const tell: Listener = (event) => {
    for (const listener of listeners) listener(event);
  };
  return {
    ...bridge,
    onEvent: (listener) => {
      // The same function twice is two listeners, as everywhere.
      const own: Listener = (event) => listener(event);
      listeners.add(own);
      stop ??= bridge.onEvent(tell);
      return () => {
        listeners.delete(own);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}
