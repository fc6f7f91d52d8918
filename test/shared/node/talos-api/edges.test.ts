import { connect, createServer } from "node:net";
import { Code, ConnectError } from "@connectrpc/connect";
import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { healthOf } from "../../../../shared/core/diagnosis/endpoint-health.ts";
import {
  readHealth,
  writeHealth,
} from "../../../../shared/core/diagnosis/stored-health.ts";
import type { TalosContext } from "../../../../shared/core/talosconfig/types.ts";
import {
  GenerateClientConfigurationResponseSchema,
  VersionResponseSchema,
} from "../../../../shared/node/talos-api/generated/machine/machine_pb.ts";
import { GrpcTalosApi } from "../../../../shared/node/talos-api/grpc-talos-api.ts";
import { atTheEdge, overTime } from "../../../doubles/at-the-edge.ts";
import type { FaultNode } from "../../../doubles/fault-node.ts";
import { listenOnLoopback } from "../../../doubles/loopback.ts";
import {
  admin,
  atNode,
  ca,
  ours,
  started,
  startedNode,
} from "./talos-faults.ts";
import { contextAt, probeAndJudge } from "./probe-and-judge.ts";

const newApi = () => new GrpcTalosApi({ environment: {}, keepMs: 0 });
const patient = { patienceMs: 20_000 };

const codeOf = async (config: TalosContext) => {
  const [endpoint = ""] = config.endpoints;
  return (await newApi().probe({ endpoint, config }, patient)).trouble?.code;
};

/** Bytes or letters of padding with which something has this size. */
function paddingFor(size: number, sizeWith: (padding: number) => number) {
  return size - (sizeWith(size) - size);
}

describe("an answer of a node", () => {
  const version = (padding: number) => ({
    messages: [{ platform: { name: "x".repeat(padding) }, features: {} }],
  });
  const certificate = (padding: number) => ({
    messages: [{ ca: new Uint8Array(padding) }],
  });

  atTheEdge("nodeFacts", {
    make: (bytes) => {
      const padding = paddingFor(
        bytes,
        (length) =>
          toBinary(
            VersionResponseSchema,
            create(VersionResponseSchema, version(length)),
          ).length,
      );
      return atNode({ answers: { version: () => version(padding) } });
    },
    read: codeOf,
    taken: (code) => expect(code).toBeUndefined(),
    refused: (code) => expect(code).toBe("resource_exhausted"),
  });

  atTheEdge("nodeCertificate", {
    make: (bytes) => {
      const schema = GenerateClientConfigurationResponseSchema;
      const padding = paddingFor(
        bytes,
        (length) =>
          toBinary(schema, create(schema, certificate(length))).length,
      );
      return atNode({
        answers: { generateClientConfiguration: () => certificate(padding) },
      });
    },
    read: async (config) => {
      const request = { roles: ["os:reader"], ttlSeconds: 60 };
      const made = await newApi().generate(config, request, patient);
      return made.ok ? undefined : made.probe.trouble?.code;
    },
    taken: (code) => expect(code).toBeUndefined(),
    refused: (code) => expect(code).toBe("resource_exhausted"),
  });

  atTheEdge("nodeHeaders", {
    make: (fields) =>
      atNode({
        handler: (_request, response) => {
          response.sendDate = false;
          const own = [":status", "content-type", "grpc-status"].length;
          const more = Array.from({ length: fields - own }, (_, at) => [
            `x${at.toString(36)}`,
            "",
          ]) as [string, string][];
          response.writeHead(200, {
            "content-type": "application/grpc+proto",
            "grpc-status": "5",
            ...Object.fromEntries(more),
          });
          response.end();
        },
      }),
    read: codeOf,
    taken: (code) => expect(code).toBe("not_found"),
    refused: (code) => expect(code).not.toBe("not_found"),
  });
});

describe("what a node says of itself", () => {
  const probeOf = (config: TalosContext) => {
    const [endpoint = ""] = config.endpoints;
    const wanted = { ...patient, wantsDetails: true };
    return newApi().probe({ endpoint, config }, wanted);
  };
  const facts = async (config: TalosContext) => (await probeOf(config)).node;

  atTheEdge("nodeRelease", {
    make: (length) => {
      const version = { tag: "v".repeat(length) };
      const messages = [{ version, features: {} }];
      return atNode({ answers: { version: () => ({ messages }) } });
    },
    read: async (config) => (await facts(config))?.version,
    taken: (version) => expect(version).toBe("v".repeat(64)),
    // Cut off.
    refused: (version) => expect(version).toBe("v".repeat(64)),
  });

  atTheEdge("nodeName", {
    make: (length) => {
      const messages = [{ hostname: "n".repeat(length) }];
      return atNode({ answers: { hostname: () => ({ messages }) } });
    },
    read: async (config) => (await facts(config))?.hostname,
    taken: (name) => expect(name).toBe("n".repeat(253)),
    refused: (name) => expect(name).toBe("n".repeat(253)),
  });

  test.each([2n ** 63n - 1n, -(2n ** 63n), 0n])(
    "a clock at %s seconds is said, kept, and breaks nothing",
    async (seconds) => {
      const messages = [{ localtime: { seconds, nanos: 999_999_999 } }];
      const config = await atNode({ answers: { time: () => ({ messages }) } });
      const probe = await probeOf(config);
      expect(Number.isFinite(probe.node?.clockAheadMs)).toBe(true);
      const [endpoint = ""] = config.endpoints;
      const now = new Date();
      const health = healthOf("a", { endpoint, config }, probe, now);
      expect(health.verdict.evidence.join("\n")).toMatch(
        /its clock is \d+ s (?:ahead of|behind) this machine's/,
      );
      const known = new Map([["a", [health]]]);
      expect(readHealth(writeHealth(known, now)).health).toEqual(known);
    },
  );

  const evidence = async (config: TalosContext) =>
    (await probeAndJudge({ config })).verdict.evidence.join("\n");

  atTheEdge("nodeWords", {
    make: (length) =>
      atNode({
        answers: {
          version: () => {
            throw new ConnectError("w".repeat(length), Code.Internal);
          },
        },
      }),
    read: evidence,
    taken: (text) => expect(text).toMatch(/ w{300}$/m),
    refused: (text) => expect(text).toMatch(/ w{300}$/m),
  });

  atTheEdge("certificateWords", {
    make: (length) => {
      const own = "IP Address:127.0.0.1";
      const name = "n".repeat(length - `DNS:, ${own}`.length);
      const pair = ours.server({ sans: [name, "127.0.0.1"] });
      return atNode({ server: pair, answers: { version: refuse } });
    },
    read: evidence,
    taken: (text) =>
      expect(text).toMatch(/^it stands for DNS:n+, IP Address:127.0.0.1$/m),
    refused: (text) =>
      expect(text).toMatch(/^it stands for DNS:n+, IP Address:127.0.0.…$/m),
  });

  function refuse(): never {
    throw new ConnectError("no", Code.Internal);
  }
});

atTheEdge("nodeMetadata", {
  make: async (bytes) => {
    const { auth: _, ...config } = await atNode();
    return { ...config, cluster: "x".repeat(bytes - "Talos".length) };
  },
  read: codeOf,
  taken: (code) => expect(code).toBeUndefined(),
  refused: (code) => expect(code).toBe("metadata"),
});

describe("a server that says a byte now and then", () => {
  const everyMs = 20;
  const patienceMs = 600;

  /** Lies before a node, and lets its bytes through one at a time from a moment on. */
  async function dripping(node: FaultNode, isSlow: () => boolean) {
    const server = createServer((client) => {
      const upstream = connect(node.port, "127.0.0.1");
      const waiting: number[] = [];
      const drip = setInterval(() => {
        const next = waiting.shift();
        if (next !== undefined) client.write(Buffer.of(next));
      }, everyMs);
      upstream.on("data", (bytes: Buffer) => {
        if (isSlow()) waiting.push(...bytes);
        else client.write(bytes);
      });
      const end = () => {
        clearInterval(drip);
        client.destroy();
        upstream.destroy();
      };
      client.on("data", (bytes) => upstream.write(bytes));
      for (const one of [client, upstream])
        one.on("error", end).on("close", end);
    });
    return started(await listenOnLoopback(server));
  }

  const slowly = {
    "from its first word": () => () => true,
    "once it has been asked": (node: FaultNode) => () => node.calls.length > 0,
  } as const;

  test.each(Object.entries(slowly))(
    "%s has the time that was asked for, all in all",
    async (_, from) => {
      const node = await startedNode();
      const { endpoint } = await dripping(node, from(node));
      const config = contextAt(endpoint, ca, admin);
      const began = performance.now();
      const { trouble } = await newApi().probe(
        { endpoint, config },
        { patienceMs },
      );
      expect(["timeout", "canceled"]).toContain(trouble?.code);
      expect(performance.now() - began).toBeLessThan(patienceMs + 3000);
    },
  );

  overTime("nodeAnswerTime", "a body that drips is none", async () => {
    const timers: NodeJS.Timeout[] = [];
    const config = await atNode({
      handler: (_request, response) => {
        response.writeHead(200, { "content-type": "application/grpc+proto" });
        response.write(Buffer.of(0, 0, 0, 0, 200));
        timers.push(setInterval(() => response.write(Buffer.of(0)), everyMs));
        response.on("close", () => timers.forEach(clearInterval));
      },
    });
    const [endpoint = ""] = config.endpoints;
    const { trouble } = await newApi().probe(
      { endpoint, config },
      { patienceMs },
    );
    expect(["timeout", "canceled"]).toContain(trouble?.code);
  });

  overTime("nodeCredentialTime", "none is made by then", async () => {
    const node = await startedNode();
    const { endpoint } = await dripping(node, () => node.calls.length > 0);
    const config = contextAt(endpoint, ca, admin);
    const request = { roles: ["os:reader"], ttlSeconds: 60 };
    const made = await newApi().generate(config, request, { patienceMs });
    const code = made.ok ? null : made.probe.trouble?.code;
    expect(["timeout", "canceled"]).toContain(code);
  });

  test.each(["socks5", "http"])("as a %s proxy, too", async (scheme) => {
    const words = scheme === "http" ? "HTTP/1.1 200 OK\r\nx: " : "";
    const proxy = await started(
      await listenOnLoopback(
        createServer((socket) => {
          socket.on("error", () => undefined).resume();
          socket.write(words);
          const drip = setInterval(() => socket.write("x"), 500);
          socket.on("close", () => clearInterval(drip));
        }),
      ),
    );
    const config = contextAt("10.0.0.1", ca, admin, {
      proxyUrl: `${scheme}://${proxy.endpoint}`,
    });
    const began = performance.now();
    const { trouble } = await newApi().probe(
      { endpoint: "10.0.0.1", config },
      { patienceMs },
    );
    expect(trouble?.stage).toBe("proxy");
    expect(performance.now() - began).toBeLessThan(patienceMs + 3000);
  });
});
