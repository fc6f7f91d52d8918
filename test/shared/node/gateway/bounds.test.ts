import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect } from "vitest";
import { CallLog } from "../../../../shared/node/gateway/call-log.ts";
import { atTheEdge, overTime } from "../../../doubles/at-the-edge.ts";
import {
  agent,
  cleanUps,
  client,
  gatewayTo,
  nodeWith,
  portOf,
  reboot,
  waiting,
} from "../../../doubles/gateway-here.ts";
import { call, request, version } from "../../../doubles/raw-node.ts";

describe("bounds", () => {
  atTheEdge("gatewayHeaders", {
    make: async (bytes) => {
      const node = await nodeWith();
      const gateway = await gatewayTo(node);
      const made = client(gateway, { maxSendHeaderBlockLength: 1 << 20 });
      await once(made, "remoteSettings");
      return { made, bytes, gateway };
    },
    // HTTP/2 counts each name and value, and 32 bytes for each (RFC 9113 §6.5.2).
    read: ({ made, bytes, gateway }) => {
      const own: Readonly<Record<string, string>> = {
        ":method": "POST",
        ":path": version,
        ":scheme": "https",
        ":authority": gateway.endpoint,
        "content-type": "application/grpc",
        te: "trailers",
        "x-fill": "",
      };
      const used = Object.entries(own).reduce(
        (sum, [name, value]) => sum + name.length + value.length + 32,
        0,
      );
      return call(made, version, { "x-fill": "x".repeat(bytes - used) });
    },
    taken: ({ trailers }) => expect(trailers["grpc-status"]).toBe("0"),
    refused: ({ headers }) => expect(headers).toEqual({}),
  });

  atTheEdge("gatewayHeaderFields", {
    make: async (fields) => {
      const node = await nodeWith();
      const made = client(await gatewayTo(node), {
        maxSendHeaderBlockLength: 1 << 20,
      });
      return { made, fields };
    },
    // Six stand there without any of ours.
    read: ({ made, fields }) =>
      call(made, version, { n: Array.from({ length: fields - 6 }, () => "") }),
    taken: ({ trailers }) => expect(trailers["grpc-status"]).toBe("0"),
    refused: ({ headers }) => expect(headers).toEqual({}),
  });

  atTheEdge("gatewayClients", {
    make: async (count) => {
      const gateway = await gatewayTo(await nodeWith());
      const before = Array.from({ length: count - 1 }, () => client(gateway));
      await Promise.all(before.map((one) => call(one, version)));
      return gateway;
    },
    read: (gateway) => call(client(gateway), version),
    taken: ({ trailers }) => expect(trailers["grpc-status"]).toBe("0"),
    refused: ({ trailers }) => expect(trailers).toEqual({}),
  });

  atTheEdge("gatewayCalls", {
    make: async (count) => {
      const node = await nodeWith(waiting);
      const gateway = await gatewayTo(node);
      const two = [client(gateway), client(gateway)] as const;
      for (let index = 1; index < count; index++)
        request(two[index % 2 === 0 ? 0 : 1], version);
      await expect
        .poll(() => node.calls.length, { timeout: 20_000 })
        .toBe(count - 1);
      return { gateway, node, count };
    },
    read: async ({ gateway, node, count }) => {
      const stream = request(client(gateway), version);
      let headers: object = {};
      stream.on("response", (come) => (headers = come));
      await expect
        .poll(() => node.calls.length === count || "grpc-status" in headers)
        .toBe(true);
      return { headers, calls: node.calls.length - count };
    },
    taken: ({ calls }) => expect(calls).toBe(0),
    refused: ({ headers }) =>
      expect(headers).toMatchObject({ "grpc-status": "8" }),
  });

  atTheEdge("gatewayHeld", {
    make: async (count) => {
      const gateway = await gatewayTo(await nodeWith(), {
        guards: [agent],
        askPerson: () => new Promise(() => undefined),
      });
      const made = client(gateway);
      for (let index = 1; index < count; index++) request(made, reboot);
      await expect
        .poll(async () => (await gateway.news()).held)
        .toBe(count - 1);
      return { gateway, made, count };
    },
    read: async ({ gateway, made, count }) => {
      const stream = request(made, reboot);
      let headers: object = {};
      stream.on("response", (come) => (headers = come));
      await expect
        .poll(
          async () =>
            (await gateway.news()).held === count || "grpc-status" in headers,
        )
        .toBe(true);
      return headers;
    },
    taken: (headers) => expect(headers).toEqual({}),
    refused: (headers) => expect(headers).toMatchObject({ "grpc-status": "8" }),
  });

  atTheEdge("gatewayHandshakes", {
    make: async (count) => {
      const gateway = await gatewayTo(await nodeWith());
      const port = portOf(gateway);
      const half = await Promise.all(
        Array.from({ length: count }, async () => {
          const socket = connect(port, "127.0.0.1");
          socket.on("error", () => undefined);
          cleanUps.push(() => socket.destroy());
          await once(socket, "connect");
          return socket;
        }),
      );
      return { half, gateway };
    },
    // Whoever shows who they are is let in all the same, and then the older ones have been counted.
    read: async ({ half, gateway }) => {
      const made = client(gateway);
      await Promise.race([
        ...half.map((socket) => once(socket, "close")),
        call(made, version),
      ]);
      return half.filter(({ destroyed }) => destroyed).length;
    },
    taken: (gone) => expect(gone).toBeLessThanOrEqual(1),
    refused: (gone) => expect(gone).toBeGreaterThanOrEqual(1),
  });

  overTime("gatewayHandshakeTime", "who says nothing is let go", async () => {
    const gateway = await gatewayTo(await nodeWith(), { patienceMs: 50 });
    const port = portOf(gateway);
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    await once(socket, "close");
  });

  overTime("gatewayMessageTime", "a call without one is refused", async () => {
    const node = await nodeWith();
    const gateway = await gatewayTo(node, { patienceMs: 200 });
    const stream = request(client(gateway), version, {}, null);
    const [headers] = (await once(stream, "response")) as [object];
    expect(headers).toMatchObject({ "grpc-status": "7" });
    expect(node.calls).toEqual([]);
  });

  atTheEdge("gatewayRemembered", {
    make: (count) => {
      const log = new CallLog();
      for (let index = 0; index < count; index++)
        log.end(log.begin(version, []));
      return log;
    },
    read: (log) => log.news().records[0]?.number,
    taken: (first) => expect(first).toBe(1),
    refused: (first) => expect(first).toBe(2),
  });
});
