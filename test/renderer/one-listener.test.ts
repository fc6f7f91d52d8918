import { expect, test } from "vitest";
import { withOneListener } from "../../renderer/bridge/one-listener.ts";
import type { Bridge } from "../../shared/contract/bridge.ts";
import type { HostEvent } from "../../shared/contract/events.ts";

test("many listen, and the bridge is listened to once, for as long as anybody does", () => {
  const subscribed = new Set<(event: HostEvent) => void>();
  const below: Pick<Bridge, "onEvent"> = {
    onEvent: (listener) => {
      subscribed.add(listener);
      return () => void subscribed.delete(listener);
    },
  };
  const bridge = withOneListener(below as Bridge);
  const heard: string[] = [];
  const stops = Array.from({ length: 20 }, (_, index) =>
    bridge.onEvent(({ kind }) => heard.push(`${String(index)} ${kind}`)),
  );
  expect(subscribed.size).toBe(1);
  const [tell] = subscribed;
  tell?.({ kind: "vault" });
  expect(heard).toHaveLength(20);
  stops[0]?.();
  tell?.({ kind: "health" });
  expect(heard.filter((text) => text.endsWith("health"))).toHaveLength(19);
  for (const stop of stops) stop();
  expect(subscribed.size).toBe(0);
  bridge.onEvent(() => undefined);
  expect(subscribed.size).toBe(1);
});
