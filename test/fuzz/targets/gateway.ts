import { systemClock } from "../../../shared/node/system/system-clock.ts";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { connect } from "node:tls";
import * as fc from "fast-check";
import { classOf } from "../../../shared/core/gateway/guard/method-class.ts";
import { startGateway } from "../../../shared/node/gateway/gateway-server.ts";
import { guard } from "../../doubles/gateway-session.ts";
import {
  answerFine,
  call,
  clientOf,
  emptyMessage,
  frame,
  literalHeaders,
  request,
  startFrameNode,
  startRawNode,
  version,
} from "../../doubles/raw-node.ts";
import { mutated } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

const text = (value: string) =>
  Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);

/** POST over https to this path, without HPACK's tables (RFC 7541 §6.2.2). */
function headersOf(path: string): Buffer {
  return Buffer.concat([
    Buffer.from([0x83, 0x87, 0x04]),
    text(path),
    Buffer.from([0x01]),
    text("127.0.0.1"),
    Buffer.from([0x0f, 0x10]),
    text("application/grpc"),
    Buffer.from([0x00]),
    text("te"),
    text("trailers"),
  ]);
}

/** A client that sends one call. */
function sending(path: string, message: Buffer): Buffer {
  const body = Buffer.alloc(5);
  body.writeUInt32BE(message.length, 1);
  return Buffer.concat([
    preface,
    frame(4, 0, 0, Buffer.alloc(0)),
    frame(1, 4, 1, headersOf(path)),
    frame(0, 1, 1, Buffer.concat([body, message])),
  ]);
}

const machine = "/machine.MachineService/";
const seeds = [
  sending(version, Buffer.alloc(0)),
  sending(`${machine}Reboot`, Buffer.alloc(0)),
  sending(`${machine}Read`, Buffer.from("\n\x0b/etc/shadow")),
];
const words = [
  "Reset",
  "/",
  "talos-role",
  "proxyfrom",
  "\u0000\u0000\u0004\u0003",
  "\u007f\u00ff\u00ff\u00ff",
];

/** A client with the session's own key that sends frames which are nearly right, in any pieces. */
export const gatewayTarget: OpenTarget = async () => {
  const node = await startRawNode(answerFine);
  const gateway = await startGateway({
    name: "prod",
    config: node.config,
    roles: ["os:admin"],
    isAgents: false,
    notAfter: new Date(Date.now() + 86_400_000),
    guards: [guard({ deny: ["writes"] })],
    environment: {},
    clock: systemClock,
  });
  const { endpoints, ca = "", crt = "", key } = gateway.config;
  const pem = (base64: string) => Buffer.from(base64, "base64").toString();
  const port = Number(endpoints[0]?.replace(/^.*:/, ""));
  return target({
    name: "gateway",
    inputs: fc.array(mutated(seeds, words), { minLength: 1, maxLength: 4 }),
    budgetMs: 10_000,
    close: () => {
      gateway.close();
      node.stop();
    },
    check: async (parts: readonly Uint8Array[]) => {
      node.calls.length = 0;
      const hostile = connect({
        host: "127.0.0.1",
        port,
        ca: pem(ca),
        cert: pem(crt),
        key: pem(key?.reveal() ?? ""),
        ALPNProtocols: ["h2"],
      });
      hostile.on("error", () => undefined);
      await once(hostile, "secureConnect");
      for (const part of parts) hostile.write(part);
      const honest = clientOf(gateway.config);
      const { trailers } = await call(honest, version);
      holds(trailers["grpc-status"] === "0", "the next client is answered");
      for (const { path } of node.calls)
        holds(classOf(path) === "read", "nothing that is denied goes on");
      for (const { raw } of node.calls)
        holds(!raw.includes("talos-role"), "what is for nodes is taken out");
      honest.destroy();
      hostile.destroy();
    },
  });
};

const [headersEnd, streamEnd] = [4, 1];
const fine = [":status", "200", "content-type", "application/grpc"];
/** Of a node on the first stream of a client. */
const answers = [
  [
    frame(1, headersEnd, 1, literalHeaders(...fine)),
    frame(0, 0, 1, emptyMessage),
    frame(1, headersEnd + streamEnd, 1, literalHeaders("grpc-status", "0")),
  ],
  [
    frame(
      1,
      headersEnd + streamEnd,
      1,
      literalHeaders(...fine, "grpc-status", "5", "etag", "a", "etag", "b"),
    ),
  ],
  [frame(3, 0, 1, Buffer.from([0, 0, 0, 8]))],
  [frame(7, 0, 0, Buffer.alloc(8))],
].map((frames) => Buffer.concat(frames));
const namesOfHeaders = ["etag", "te", "connection", "content-length", ":status", "700", "103", "204", "grpc-status", "trailers", "date"]; // prettier-ignore
const sayWithinMs = 150;

/** A node that holds a certificate of the cluster and answers a gateway in frames which are nearly right. */
export const gatewayNodeTarget: OpenTarget = async () => {
  let answer: Uint8Array = new Uint8Array();
  const node = await startFrameNode(() => Buffer.from(answer));
  const gateway = await startGateway({
    name: "prod",
    config: node.config,
    roles: ["os:admin"],
    isAgents: false,
    notAfter: new Date(Date.now() + 86_400_000),
    guards: [guard({ deny: ["writes"] })],
    environment: {},
    clock: systemClock,
  });
  return target({
    name: "gateway-node",
    inputs: mutated(answers, namesOfHeaders),
    budgetMs: 10_000,
    close: () => {
      gateway.close();
      node.stop();
    },
    check: async (bytes: Uint8Array) => {
      answer = bytes;
      const client = clientOf(gateway.config);
      const stream = request(client, version);
      const closed = new Promise((resolve) => stream.once("close", resolve));
      await Promise.race([closed, wait(sayWithinMs, null, { ref: false })]);
      const { headers } = await call(client, `${machine}Reboot`);
      holds(headers["grpc-status"] === "7", "the gateway outlives its node");
      client.destroy();
    },
  });
};
