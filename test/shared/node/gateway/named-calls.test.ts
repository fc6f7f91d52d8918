import { expect, test } from "vitest";
import type { CallProcess } from "../../../../shared/core/gateway/calls/call-record.ts";
import {
  cleanUps,
  client,
  nodeWith,
  reboot,
} from "../../../doubles/gateway-here.ts";
import { answerFine, call, version } from "../../../doubles/raw-node.ts";
import { startGatewayHere } from "../../../doubles/tested-gateway.ts";

const caller: CallProcess = { pid: 4711, path: "/usr/bin/talosctl" };
const generate = "/machine.MachineService/GenerateClientConfiguration";

/** A gateway for which it is known who calls when the test says so. */
async function gatewayOfUnknown() {
  let isAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => (isAsked = resolve));
  const node = await nodeWith((stream) => {
    isAsked();
    answerFine(stream);
  });
  let name = (): void => undefined;
  const known = new Promise<CallProcess>((resolve) => {
    name = () => resolve(caller);
  });
  const { config } = node;
  const lookForClient = () => () => known;
  const gateway = await startGatewayHere({ config, lookForClient });
  cleanUps.push(() => gateway.close());
  return { node, gateway, asked, name };
}

test("a look goes to the node before it is known who calls, and its end does not come before", async () => {
  const { gateway, asked, name } = await gatewayOfUnknown();
  let isOver = false;
  const answer = call(client(gateway), version).finally(() => (isOver = true));
  await asked;
  // A call that does without a node has its answer by now.
  await call(client(await plainGateway()), version);
  expect(isOver).toBe(false);
  name();
  expect((await answer).trailers["grpc-status"]).toBe("0");
  expect(gateway.news().records).toMatchObject([{ process: caller }]);
});

test.each([reboot, generate])(
  "what does more than look is not made before it is known who calls: %s",
  async (method) => {
    const { node, gateway, name } = await gatewayOfUnknown();
    const made = client(gateway);
    const answer = call(made, method);
    const look = call(made, version);
    await expect
      .poll(() => node.calls.map(({ path }) => path))
      .toEqual([version]);
    name();
    await Promise.all([answer, look]);
    expect(gateway.news().records).toMatchObject([
      { process: caller },
      { process: caller },
    ]);
  },
);

async function plainGateway() {
  const { config } = await nodeWith();
  const gateway = await startGatewayHere({ config });
  cleanUps.push(() => gateway.close());
  return gateway;
}
