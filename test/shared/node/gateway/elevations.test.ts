import type { ServerHttp2Stream } from "node:http2";
import { expect, test } from "vitest";
import { agentRules } from "../../../../shared/core/gateway/guard/agent-rules.ts";
import type { GatewayOptions } from "../../../../shared/node/gateway/gateway-server.ts";
import {
  cleanUps,
  client,
  nodeWith,
  reboot,
} from "../../../doubles/gateway-here.ts";
import { guard } from "../../../doubles/gateway-session.ts";
import {
  answerFine,
  call,
  request,
  version,
  type RawNode,
} from "../../../doubles/raw-node.ts";
import { startGatewayHere } from "../../../doubles/tested-gateway.ts";

const gatewayTo = async (
  { config }: RawNode,
  options: Partial<GatewayOptions>,
) => {
  const gateway = await startGatewayHere({ config, ...options });
  cleanUps.push(() => gateway.close());
  return gateway;
};

/** A clock of which either hand can be set. */
function clockAt() {
  const hands = { wall: 1_000_000, monotonic: 0 };
  return {
    hands,
    now: () => new Date(hands.wall),
    monotonicMs: () => hands.monotonic,
  };
}

const statusOf = async (made: ReturnType<typeof client>, method: string) => {
  const { headers, trailers } = await call(made, method);
  return headers["grpc-status"] ?? trailers["grpc-status"];
};
const denied = "7";

test.each(["wall", "monotonic"] as const)(
  "a method passes for its minutes, by the %s clock, and then no more",
  async (hand) => {
    const node = await nodeWith();
    const clock = clockAt();
    const gateway = await gatewayTo(node, {
      guards: [guard(agentRules("writes"))],
      clock,
    });
    const made = client(gateway);
    expect(await statusOf(made, reboot)).toBe(denied);
    gateway.give({ methods: [reboot], as: null }, 600);
    clock.hands[hand] += 599_000;
    expect(await statusOf(made, reboot)).toBe("0");
    expect(gateway.given()).toEqual([{ methods: [reboot], roles: null }]);
    clock.hands[hand] += 1000;
    expect(await statusOf(made, reboot)).toBe(denied);
    expect(gateway.given()).toEqual([]);
    expect(node.calls.map(({ path }) => path)).toEqual([reboot]);
  },
);

test("calls go with the credential that was given, and what runs with it is cut at the end", async () => {
  const own = await nodeWith();
  const running: ServerHttp2Stream[] = [];
  const other = await nodeWith((stream) => {
    running.push(stream);
    if (running.length === 1) answerFine(stream);
  });
  const clock = clockAt();
  const told: (readonly string[])[] = [];
  const gateway = await gatewayTo(own, {
    roles: ["os:reader"],
    clock,
    tell: async (_call, roles) => {
      told.push(roles);
      return true;
    },
  });
  const made = client(gateway);
  const as = { roles: ["os:operator"], config: other.config };
  gateway.give({ methods: [reboot], as }, 60);
  expect(await statusOf(made, version)).toBe("0");
  expect(await statusOf(made, reboot)).toBe("0");
  const paths = () =>
    [own, other].map(({ calls }) => calls.map(({ path }) => path));
  expect(paths()).toEqual([[version], [reboot]]);
  expect(told).toEqual([["os:reader"], ["os:operator"]]);
  const lasting = request(made, reboot).resume();
  const cut = new Promise((resolve) => lasting.once("close", resolve));
  await expect.poll(() => running.length).toBe(2);
  clock.hands.wall += 60_000;
  await cut;
  // The same address, and as little as before.
  expect(await statusOf(made, reboot)).toBe("0");
  expect(paths()).toEqual([
    [version, reboot],
    [reboot, reboot],
  ]);
});

test("what runs by a yes to its method is cut at the end of that, with the session's own credential too", async () => {
  const running: ServerHttp2Stream[] = [];
  const node = await nodeWith((stream) => {
    running.push(stream);
    stream.respond({ ":status": 200, "content-type": "application/grpc" });
    stream.write("some of it");
  });
  const clock = clockAt();
  const gateway = await gatewayTo(node, {
    guards: [guard({ hold: ["writes"] })],
    clock,
  });
  const made = client(gateway);
  const own = request(made, version).resume();
  gateway.give({ methods: [reboot], as: null }, 30);
  const lasting = call(made, reboot);
  await expect.poll(() => running.length, { timeout: 5000 }).toBe(2);
  clock.hands.wall += 20_000;
  gateway.give({ methods: [reboot], as: null }, 30);
  clock.hands.wall += 20_000;
  expect(gateway.given()).toHaveLength(1);
  expect(running.map(({ closed }) => closed)).toEqual([false, false]);
  clock.hands.wall += 10_000;
  expect(gateway.given()).toEqual([]);
  expect((await lasting).trailers).toMatchObject({
    "grpc-status": denied,
    "grpc-message": expect.stringContaining("is over") as string,
  });
  await expect.poll(() => running[1]?.closed).toBe(true);
  expect([own.closed, running[0]?.closed]).toEqual([false, false]);
});

test("what runs with roles that were given for every call is told that their time is over", async () => {
  const own = await nodeWith();
  const other = await nodeWith((stream) => {
    stream.respond({ ":status": 200, "content-type": "application/grpc" });
    stream.write("some of it");
  });
  const clock = clockAt();
  const gateway = await gatewayTo(own, { roles: ["os:reader"], clock });
  const as = { roles: ["os:operator"], config: other.config };
  gateway.give({ methods: [], as }, 60);
  const lasting = call(client(gateway), version);
  await expect.poll(() => other.calls.length, { timeout: 5000 }).toBe(1);
  clock.hands.monotonic += 60_000;
  expect(gateway.given()).toEqual([]);
  expect((await lasting).trailers).toMatchObject({
    "grpc-status": denied,
    "grpc-message": expect.stringContaining("is over") as string,
  });
});

test("what the session may do anyway goes on when the time of a yes to it is over", async () => {
  const running: ServerHttp2Stream[] = [];
  const node = await nodeWith((stream) => {
    if (running.push(stream) > 1) return answerFine(stream);
    stream.respond({ ":status": 200, "content-type": "application/grpc" });
  });
  const clock = clockAt();
  const gateway = await gatewayTo(node, { clock });
  gateway.give({ methods: [version], as: null }, 60);
  const made = client(gateway);
  const lasting = request(made, version).resume();
  await expect.poll(() => running.length, { timeout: 5000 }).toBe(1);
  clock.hands.wall += 60_000;
  expect(gateway.given()).toEqual([]);
  expect(await statusOf(client(gateway), reboot).catch(() => "none")).toBe("0");
  expect([lasting.closed, running[0]?.closed]).toEqual([false, false]);
});

test("roles that were given go for every call, and a method's own before them", async () => {
  const [own, all, one] = [
    await nodeWith(),
    await nodeWith(),
    await nodeWith(),
  ];
  const clock = clockAt();
  const gateway = await gatewayTo(own, { roles: ["os:reader"], clock });
  const made = client(gateway);
  const give = (
    methods: readonly string[],
    { config }: typeof all,
    role: string,
  ) => gateway.give({ methods, as: { roles: [role], config } }, 60);
  give([], all, "os:operator");
  give([reboot], one, "os:admin");
  await statusOf(made, version);
  await statusOf(made, reboot);
  const counts = [own, all, one].map(({ calls }) => calls.length);
  expect(counts).toEqual([0, 1, 1]);
});

test("a role that was given opens nothing that outlives an agent's session", async () => {
  const own = await nodeWith();
  const other = await nodeWith();
  const gateway = await gatewayTo(own, {
    roles: ["os:reader"],
    isAgents: true,
    guards: [guard(agentRules("writes"))],
    clock: clockAt(),
  });
  const as = { roles: ["os:etcd:backup"], config: other.config };
  gateway.give({ methods: [], as }, 60);
  const snapshot = "/machine.MachineService/EtcdSnapshot";
  expect(await statusOf(client(gateway), snapshot)).toBe(denied);
  expect(other.calls).toEqual([]);
});
