import { expect, test } from "vitest";
import type { CallProcess } from "../../../../shared/core/gateway/call-record.ts";
import { client, gatewayTo, nodeWith } from "../../../doubles/gateway-here.ts";
import { call, version } from "../../../doubles/raw-node.ts";

test("no call waits until it is known which program made it, and one look does for a connection", async () => {
  let say: (found: CallProcess) => void = () => undefined;
  let looks = 0;
  const gateway = await gatewayTo(await nodeWith(), {
    clientAt: () => {
      looks += 1;
      return new Promise((resolve) => (say = resolve));
    },
  });
  const made = client(gateway);
  await call(made, version);
  await call(made, version);
  const seen = async () =>
    (await gateway.news()).records.map(({ ms, process }) => [ms, process]);
  const found = { pid: 4711, path: "/usr/bin/talosctl" };
  const over = expect.any(Number) as number;
  expect(await seen()).toEqual([
    [over, null],
    [over, null],
  ]);
  say(found);
  await expect.poll(seen).toEqual([
    [over, found],
    [over, found],
  ]);
  expect(looks).toBe(1);
});
