import type { ServerHttp2Stream } from "node:http2";
import { expect, test } from "vitest";
import {
  client,
  gatewayTo,
  nodeWith,
  reboot,
} from "../../../doubles/gateway-here.ts";
import {
  answerFine,
  call,
  request,
  version,
} from "../../../doubles/raw-node.ts";

const messageOf = ({ headers, trailers }: Awaited<ReturnType<typeof call>>) =>
  headers["grpc-message"] ?? trailers["grpc-message"];

/** A gateway whose log takes each line when the test says so, and says then whether it could. */
async function gatewayOfSlowLog(answer = answerFine) {
  const node = await nodeWith(answer);
  const told: string[] = [];
  const writes: ((isTold: boolean) => void)[] = [];
  const gateway = await gatewayTo(node, {
    tell: ({ method, verdict }) => {
      told.push(`${verdict} ${method}`);
      return new Promise((resolve) => writes.push(resolve));
    },
  });
  const paths = () => node.calls.map(({ path }) => path);
  return { made: client(gateway), gateway, told, writes, paths };
}

test("a look goes to the node while it is written down, and nothing of the answer comes before", async () => {
  let isAnswered = (): void => undefined;
  const answered = new Promise<void>((resolve) => (isAnswered = resolve));
  const { made, writes } = await gatewayOfSlowLog((stream) => {
    answerFine(stream);
    isAnswered();
  });
  const look = request(made, version);
  let hasBegun = false;
  look.once("response", () => (hasBegun = true)).resume();
  await answered;
  // The gateway has had the node's answer by then: it came before this call's.
  const other = call(made, version);
  await expect.poll(() => writes.length).toBe(2);
  writes[1]?.(true);
  expect((await other).trailers["grpc-status"]).toBe("0");
  expect(hasBegun).toBe(false);
  writes[0]?.(true);
  await new Promise((resolve) => look.once("close", resolve));
  expect(hasBegun).toBe(true);
});

test("a look that cannot be written down has its answer kept back, and the node hears that it is over", async () => {
  let end = (): void => undefined;
  const isOver = new Promise<void>((resolve) => (end = resolve));
  const lasting = (stream: ServerHttp2Stream) => {
    stream.respond({ ":status": 200, "content-type": "application/grpc" });
    stream.write("of the node");
    stream.once("close", end);
  };
  const { made, gateway, told, writes } = await gatewayOfSlowLog(lasting);
  const look = call(made, version);
  await expect.poll(() => writes.length).toBe(1);
  writes[0]?.(false);
  const answer = await look;
  expect(messageOf(answer)).toContain("kept back");
  expect(JSON.stringify(answer)).not.toContain("of the node");
  await isOver;
  expect(told).toEqual([`forwarded ${version}`, `denied ${version}`]);
  expect((await gateway.news()).records).toMatchObject([
    { verdict: "denied", code: 14 },
  ]);
});

test("what does more than look is not made before it is written down, and never where it cannot be", async () => {
  const { made, told, writes, paths } = await gatewayOfSlowLog();
  const refused = call(made, reboot);
  await expect.poll(() => writes.length).toBe(1);
  writes[0]?.(false);
  await expect.poll(() => writes.length).toBe(2);
  writes[1]?.(false);
  expect(messageOf(await refused)).toContain("was not made");
  const passed = call(made, reboot);
  await expect.poll(() => writes.length).toBe(3);
  expect(paths()).toEqual([]);
  writes[2]?.(true);
  expect((await passed).trailers["grpc-status"]).toBe("0");
  expect(paths()).toEqual([reboot]);
  expect(told).toEqual([
    `forwarded ${reboot}`,
    `denied ${reboot}`,
    `forwarded ${reboot}`,
  ]);
});

test("a call whose client gave up while it was written down is not made", async () => {
  const { made, writes, paths } = await gatewayOfSlowLog();
  const given = request(made, reboot).on("error", () => undefined);
  await expect.poll(() => writes.length).toBe(1);
  given.close(8);
  await new Promise((resolve) => given.once("close", resolve));
  // It comes after the end of the other one, on the same connection.
  const look = call(made, version);
  await expect.poll(() => writes.length).toBe(2);
  for (const write of writes) write(true);
  expect((await look).trailers["grpc-status"]).toBe("0");
  expect(paths()).toEqual([version]);
});
