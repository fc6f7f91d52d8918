import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { Code, ConnectError } from "@connectrpc/connect";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Answers } from "../../../doubles/fault-node.ts";
import {
  alternative,
  basic,
  constraints,
  make,
  nameOf,
  usage,
} from "../../../reach/made-shape.ts";
import { startStrictServer } from "../../../doubles/strict-server.ts";
import { admin, atNode, ca, other, server, started, startedNode } from "./talos-faults.ts"; // prettier-ignore
import { contextAt, expectVerdict, probeAndJudge } from "./probe-and-judge.ts";

const details = { wantsDetails: true };
const version = { messages: [{ version: { tag: "v1.13.0" }, features: {} }] };

describe("a server that goes away in the middle of a call", () => {
  test.each([
    ["with its connection", "connection"],
    ["with its session", "session"],
    ["with the call alone", "call"],
  ] as const)(
    "%s is a lost connection, and nobody's refusal",
    async (_, what) => {
      const node = await startedNode({
        handler: (request) => {
          const { session } = request.stream;
          if (what === "connection") session?.socket.destroy();
          else if (what === "session") session?.destroy();
          else request.stream.close(8);
        },
      });
      const { verdict } = await probeAndJudge({
        config: contextAt(node.endpoint, ca, admin),
      });
      expectVerdict(verdict, { code: "connection-lost", brokenAt: "call", fact: "lost" }); // prettier-ignore
      expect(verdict.next).not.toMatch(/new one|renew/);
    },
  );
});

describe("what a server says", () => {
  const failing = (words: string): Answers => ({
    version: () => {
      throw new ConnectError(words, Code.Unknown);
    },
  });

  test("is read with a blank at its end", async () => {
    const config = await atNode({
      answers: failing("read failed: "),
      tls: { strictFieldWhitespaceValidation: false },
    });
    const { verdict } = await probeAndJudge({ config });
    expect(verdict.evidence.join("\n")).toContain("read failed:");
    expect(verdict.next).toContain("own words");
  });

  test("is not pointed to where it says nothing", async () => {
    const config = await atNode({ answers: failing("") });
    const { verdict } = await probeAndJudge({ config });
    expect(verdict.code).toBe("unknown");
    expect(verdict.next).toContain("gave no reason");
  });

  test("may have many headers", async () => {
    const config = await atNode({
      answers: {
        version: (_request, { responseHeader }) => {
          for (let index = 0; index < 400; index++)
            responseHeader.set(`x-${String(index)}`, "1");
          return version;
        },
      },
    });
    expect((await probeAndJudge({ config })).verdict.code).toBe("fine");
  });
});

test("the name of a cluster is sent with its blanks", async () => {
  const node = await startedNode({
    tls: { strictFieldWhitespaceValidation: false },
  });
  await probeAndJudge({
    config: contextAt(node.endpoint, ca, admin, { cluster: " lab " }),
  });
  expect(node.calls[0]?.headers["context"]).toBe(" lab ");
});

test("a server that takes one call at a time loses none", async () => {
  const node = await startedNode({
    tls: { settings: { maxConcurrentStreams: 1 } },
    answers: {
      version: () => version,
      hostname: () => ({ messages: [{ hostname: "cp-1" }] }),
      time: () => ({ messages: [{ localtime: { seconds: 1n } }] }),
    },
  });
  const { probe } = await probeAndJudge({
    config: contextAt(node.endpoint, ca, admin),
    options: details,
  });
  expect(probe.node).toMatchObject({ hostname: "cp-1" });
  expect(probe.node?.clockAheadMs).not.toBeNull();
});

test("a refusal of the client's certificate is told at once, however much was asked", async () => {
  const strict = await started(startStrictServer(server, ca));
  const { verdict } = await probeAndJudge({
    config: contextAt(strict.endpoint, ca, other.client()),
    options: { ...details, patienceMs: 3000 },
  });
  expect(verdict.code).toBe("client-other-ca");
});

describe("NODE_TLS_REJECT_UNAUTHORIZED=0", () => {
  test("lets no other server through, neither the inspection nor the login", async () => {
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    onTestFinished(() => {
      delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    });
    const node = await startedNode({ server: other.server() });
    const config = contextAt(node.endpoint, ca, admin);
    expect((await probeAndJudge({ config })).verdict.code).toBe("other-ca");
    expect(node.certificates).toEqual([]);
    // That the variable does what is said of it.
    const session = connectHttp2(`https://${node.endpoint}`);
    session.on("error", () => undefined);
    await once(session, "connect");
    session.destroy();
  });
});

test("a certificate of the right CA that Go refuses is unfit, not of another CA, and gets no certificate of ours", async () => {
  const top = make({
    name: nameOf("talos"),
    extensions: [usage(0x84), basic(true), constraints(["lab.test"])],
  });
  const own = make({
    name: nameOf("node"),
    by: top,
    extensions: [usage(0x80), alternative(["127.0.0.1", "prod.test"])],
  });
  const node = await startedNode({
    server: { crt: own.pem, key: own.keyPem },
    tls: { requestCert: true, rejectUnauthorized: false },
  });
  const { verdict } = await probeAndJudge({
    config: contextAt(node.endpoint, top.pem, admin),
  });
  expectVerdict(verdict, { code: "server-unfit", brokenAt: "server", fact: "name constraints" }); // prettier-ignore
  expect(node.certificates).toEqual([]);
});
