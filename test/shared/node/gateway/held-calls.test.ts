import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { requestSchema } from "../../../../shared/core/gateway/calls/read-request.ts";
import { limits } from "../../../../shared/core/limits.ts";
import type { HeldAnswer } from "../../../../shared/node/gateway/held-calls.ts";
import {
  agent,
  client,
  gatewayHere,
  gatewayTo,
  nodeWith,
  reboot,
} from "../../../doubles/gateway-here.ts";
import { guard } from "../../../doubles/gateway-session.ts";
import { call } from "../../../doubles/raw-node.ts";

const recover = "/machine.MachineService/EtcdRecover";

describe("held calls", () => {
  test("a flood is one question at a time, with how many wait behind it", async () => {
    const node = await nodeWith();
    const asked: number[] = [];
    let told = 0;
    let settle: (answer: HeldAnswer) => void = () => undefined;
    const gateway = await gatewayTo(node, {
      guards: [agent],
      askPerson: ({ waiting: count, onMore }) => {
        asked.push(count);
        onMore((more) => (told = more));
        return new Promise((resolve) => (settle = resolve));
      },
    });
    const made = client(gateway);
    const flood = Array.from({ length: 1000 }, () => call(made, reboot));
    await expect
      .poll(async () => (await gateway.news()).calls, { timeout: 10_000 })
      .toBeGreaterThanOrEqual(500);
    await expect
      .poll(async () => (await gateway.news()).held, { timeout: 10_000 })
      .toBe(limits.gatewayHeld.most);
    expect(asked).toHaveLength(1);
    expect(told).toBe(limits.gatewayHeld.most);
    settle("ten-minutes");
    const codes = (await Promise.all(flood)).map(
      ({ headers, trailers }) =>
        headers["grpc-status"] ?? trailers["grpc-status"],
    );
    const passed = codes.filter((code) => code === "0").length;
    expect(asked).toHaveLength(1);
    expect(passed).toBeGreaterThanOrEqual(limits.gatewayHeld.most);
    expect(codes.filter((code) => code !== "0" && code !== "8")).toEqual([]);
    expect(node.calls.length).toBe(passed);
  });

  test("one guard more counts from the next call on, also for what waits, and opens nothing", async () => {
    const node = await nodeWith();
    const answers: ((answer: HeldAnswer) => void)[] = [];
    const gateway = await gatewayHere(node, {
      guards: [guard({ hold: ["reboot"] })],
      askPerson: () => new Promise((settle) => answers.push(settle)),
    });
    const made = client(gateway);
    const codeOf = async (method: string) => {
      const { headers, trailers } = await call(made, method);
      return headers["grpc-status"] ?? trailers["grpc-status"];
    };
    const version = "/machine.MachineService/Version";
    expect(await codeOf(version)).toBe("0");
    const waiting = codeOf(reboot);
    await expect.poll(() => answers.length).toBe(1);
    gateway.judge.tighten(
      guard({ allow: ["escapes"], deny: ["reboot"], maxCalls: 2, onlyNarrows: true }), // prettier-ignore
    );
    answers[0]?.("once");
    expect(await waiting).toBe("7");
    expect(await codeOf("/machine.MachineService/Kubeconfig")).toBe("7");
    // Two were counted: the first one, and what waited.
    expect(await codeOf(version)).toBe("7");
    expect(node.calls).toHaveLength(1);
  });

  test("what could not be asked is no", async () => {
    const node = await nodeWith();
    const gateway = await gatewayTo(node, {
      guards: [agent],
      askPerson: () => Promise.reject(new Error("nobody is there")),
    });
    const found = await call(client(gateway), reboot);
    expect(found.headers["grpc-status"]).toBe("7");
    expect(node.calls).toEqual([]);
  });

  test.each([
    ["another file", [read("/etc/os-release"), read("/etc/shadow")], {}, 2],
    ["the same file", [read("/a"), read("/a")], {}, 1],
    ["another node", [read("/a"), read("/a")], { nodes: "10.0.0.9" }, 2],
    ["the same reboot", [framed(reboot, {}), framed(reboot, {})], {}, 1],
    [
      "a reboot in another way",
      [framed(reboot, {}), framed(reboot, { mode: 1 })],
      {},
      2,
    ],
    ["a wipe of another partition", [wipe("STATE"), wipe("EPHEMERAL")], {}, 2],
    [
      "another configuration of the same length",
      [configuration("a"), configuration("b")],
      {},
      2,
    ],
    [
      "a snapshot whose rest nobody saw",
      [framed(recover, {}), framed(recover, {})],
      {},
      2,
    ],
  ] as const)(
    "ten minutes cover what the person saw: %s",
    async (_, [first, second], headers, questions) => {
      const node = await nodeWith();
      const asked: string[] = [];
      const gateway = await gatewayTo(node, {
        guards: [guard({ hold: ["writes", "escapes"] })],
        askPerson: async ({ text }) => {
          asked.push(text);
          return "ten-minutes";
        },
      });
      const made = client(gateway);
      await call(made, first.method, {}, first.frame);
      await call(made, second.method, headers, second.frame);
      expect(asked).toHaveLength(questions);
      expect(node.calls).toHaveLength(2);
    },
  );

  test("without anybody to ask they are refused", async () => {
    const node = await nodeWith();
    const made = client(await gatewayTo(node, { guards: [agent] }));
    const found = await call(made, reboot);
    expect(found.headers["grpc-status"]).toBe("7");
    expect(node.calls).toEqual([]);
  });

  test("one that ends the session is not made", async () => {
    const node = await nodeWith();
    let isEnded = false;
    let questions = 0;
    const gateway = await gatewayTo(node, {
      guards: [agent],
      askPerson: async () => {
        questions += 1;
        return "end-session";
      },
      onEnd: () => (isEnded = true),
    });
    const made = client(gateway);
    const [first, second] = await Promise.all([
      call(made, reboot),
      call(made, reboot),
    ]);
    expect(first.headers).toMatchObject({
      "grpc-status": "7",
      "grpc-message": expect.stringContaining("ended the session") as string,
    });
    expect(second.headers["grpc-status"]).toBe("7");
    await expect.poll(() => isEnded).toBe(true);
    expect(questions).toBe(1);
    expect(node.calls).toEqual([]);
  });

  test("a compressed request that waits for a person is refused instead", async () => {
    const node = await nodeWith();
    const made = client(
      await gatewayTo(node, { guards: [agent], askPerson: async () => "once" }),
    );
    const found = await call(made, reboot, {}, Buffer.from([1, 0, 0, 0, 1, 9]));
    expect(found.headers["grpc-status"]).toBe("7");
    expect(node.calls).toEqual([]);
  });
});

/** A request of a method as it is sent. */
function framed(method: string, fields: Readonly<Record<string, unknown>>) {
  const schema = requestSchema(method);
  if (!schema) throw new Error(method);
  const bytes = toBinary(schema, create(schema, fields));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(bytes.length, 1);
  return { method, frame: Buffer.concat([head, bytes]) };
}

function read(path: string) {
  return framed("/machine.MachineService/Read", { path });
}

function wipe(label: string) {
  const systemPartitionsToWipe = [{ label, wipe: true }];
  return framed("/machine.MachineService/Reset", { systemPartitionsToWipe });
}

function configuration(text: string) {
  const data = Buffer.from(text);
  return framed("/machine.MachineService/ApplyConfiguration", { data });
}
