import { expect, test } from "vitest";
import { client, gatewayTo, nodeWith } from "../../../doubles/gateway-here.ts";
import { call, version } from "../../../doubles/raw-node.ts";

test("a call that cannot be written down is not made, and one that can is told with its verdict", async () => {
  const node = await nodeWith();
  const told: string[] = [];
  const gateway = await gatewayTo(node, {
    tell: ({ method, verdict }) => {
      told.push(`${verdict} ${method}`);
      return told.length > 1;
    },
  });
  const made = client(gateway);
  const refused = await call(made, version);
  expect(
    refused.headers["grpc-message"] ?? refused.trailers["grpc-message"],
  ).toContain("audit log");
  const passed = await call(made, version);
  expect(passed.trailers["grpc-status"]).toBe("0");
  expect(told).toEqual([
    `forwarded ${version}`,
    `denied ${version}`,
    `forwarded ${version}`,
  ]);
});
