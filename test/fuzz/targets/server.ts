import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { createServer } from "node:net";
import { create, toBinary } from "@bufbuild/protobuf";
import * as fc from "fast-check";
import { diagnose } from "../../../shared/core/diagnosis/diagnose.ts";
import { GrpcTalosApi } from "../../../shared/node/talos-api/grpc-talos-api.ts";
import {
  GenerateClientConfigurationResponseSchema,
  HostnameResponseSchema,
  VersionResponseSchema,
} from "../../../shared/node/talos-api/generated/machine/machine_pb.ts";
import { TimeResponseSchema } from "../../../shared/node/talos-api/generated/time/time_pb.ts";
import { contextOf } from "../../doubles/certificates.ts";
import { startFaultNode } from "../../doubles/fault-node.ts";
import { listenOnLoopback } from "../../doubles/loopback.ts";
import { TestAuthority } from "../../doubles/certificates.ts";
import { MadeAuthority } from "../../doubles/made-certificate.ts";
import { mutated } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const patienceMs = 400;

const messages = [
  toBinary(VersionResponseSchema, create(VersionResponseSchema, { messages: [{ version: { tag: "v1.13.0" }, features: { rbac: true } }] })),
  toBinary(HostnameResponseSchema, create(HostnameResponseSchema, { messages: [{ hostname: "cp-1" }] })),
  toBinary(TimeResponseSchema, create(TimeResponseSchema, { messages: [{ localtime: { seconds: 1n, nanos: 999_999_999 } }] })),
  toBinary(GenerateClientConfigurationResponseSchema, create(GenerateClientConfigurationResponseSchema, { messages: [{ ca: Buffer.from("a"), crt: Buffer.from("b"), key: Buffer.from("c") }] })),
]; // prettier-ignore

const headerText = fc.oneof(
  fc.constantFrom("", "0", "1", "7", "16", "-1", "999", "OK", "%00%1b[2J", "%E2%80%AE", "a".repeat(5000), " blank ", "application/grpc", "text/html", "gzip"), // prettier-ignore
  fc.string({ maxLength: 20 }).filter((text) => /^[\x20-\x7e]*$/.test(text)),
);
const headerName = fc.constantFrom("content-type", "grpc-status", "grpc-message", "grpc-encoding", "grpc-status-details-bin", "x-odd-bin", "connection-x"); // prettier-ignore
const headers = fc.array(fc.tuple(headerName, headerText), { maxLength: 5 });

const frame = fc.record({
  flags: fc.oneof(fc.constant(0), fc.nat(255)),
  /** What is said of the length; null: the truth. */
  claims: fc.option(fc.oneof(fc.nat(70_000), fc.constantFrom(0xffff_ffff, 2 ** 31)), { nil: null }), // prettier-ignore
  body: fc.oneof(fc.constantFrom(...messages).map((one) => Uint8Array.from(one)), mutated(messages)), // prettier-ignore
});

interface Answer {
  readonly kind: "grpc" | "raw";
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly frames: readonly { flags: number; claims: number | null; body: Uint8Array }[]; // prettier-ignore
  readonly trailers: readonly (readonly [string, string])[];
  readonly end: "end" | "reset" | "close" | "never";
}

const answers: fc.Arbitrary<Answer> = fc.record({
  kind: fc.constantFrom<Answer["kind"][]>("grpc", "grpc", "grpc", "raw"),
  status: fc.oneof(fc.constant(200), fc.constantFrom(204, 301, 404, 500, 599)),
  headers: fc.oneof(fc.constant([["content-type", "application/grpc"] as const]), headers), // prettier-ignore
  frames: fc.array(frame, { maxLength: 3 }),
  trailers: fc.oneof(fc.constant([["grpc-status", "0"] as const]), headers),
  end: fc.oneof(fc.constant("end" as const), fc.constantFrom<Answer["end"][]>("reset", "close", "never")), // prettier-ignore
});

function write(response: Http2ServerResponse, answer: Answer): void {
  const { stream } = response;
  stream.on("error", () => undefined);
  stream.on("wantTrailers", () => {
    try {
      stream.sendTrailers(Object.fromEntries(answer.trailers));
    } catch {
      stream.close();
    }
  });
  const own = { ":status": answer.status, ...Object.fromEntries(answer.headers) }; // prettier-ignore
  stream.respond(own, { waitForTrailers: true });
  for (const { flags, claims, body } of answer.frames) {
    const head = Buffer.alloc(5);
    head.writeUInt8(flags);
    head.writeUInt32BE(claims ?? body.length, 1);
    stream.write(Buffer.concat([head, body]));
  }
  if (answer.end === "end") stream.end();
  if (answer.end === "reset") stream.close(2);
  if (answer.end === "close") stream.session?.destroy();
}

/** A server that holds a certificate of the cluster and answers whatever it likes, or speaks no TLS at all. */
export const serverTarget: OpenTarget = async () => {
  const own = new TestAuthority();
  const authority = MadeAuthority.of(own.pair);
  own.dispose();
  let answer: Answer | null = null;
  const handler = (_: Http2ServerRequest, response: Http2ServerResponse) => {
    try {
      if (answer) write(response, answer);
    } catch {
      response.stream.destroy();
    }
  };
  const server = authority.server();
  const node = await startFaultNode({ server, clientCa: authority.pair.crt, handler }); // prettier-ignore
  const raw = await listenOnLoopback(
    createServer((socket) => {
      const { frames = [], end } = answer ?? {};
      for (const { body } of frames) socket.write(body);
      if (end === "end") socket.end();
      if (end === "reset" || end === "close") socket.destroy();
    }),
  );
  const client = authority.client();
  const config = { ...contextOf(authority.pair.crt, client), nodes: [] };
  const key = client.key.split("\n")[1] ?? "";
  return target({
    name: "server",
    inputs: answers,
    budgetMs: 20_000,
    close: async () => {
      await node.stop();
      await raw.stop();
    },
    check: async (given: Answer) => {
      answer = given;
      const api = new GrpcTalosApi({ environment: {}, keepMs: 0 });
      const { endpoint } = given.kind === "grpc" ? node : raw;
      const context = { ...config, endpoints: [endpoint] };
      const began = performance.now();
      const probe = await api.probe(
        { endpoint, config: context },
        { patienceMs, wantsDetails: true },
      );
      const made = await api.generate(
        context,
        { roles: ["os:reader"], ttlSeconds: 3600 },
        { patienceMs },
      );
      api.close();
      const took = performance.now() - began;
      holds(took < 10 * patienceMs + 1500, `patience is kept: ${took} ms`);
      const judged = diagnose({ context: "prod", endpoint, config: context, probe, now: new Date() }); // prettier-ignore
      const said = JSON.stringify([probe, judged, made]);
      holds(!said.includes(key), "the client's key is in no word");
      const { version = "", hostname = "" } = probe.node ?? {};
      holds(
        version.length <= 64 && (hostname?.length ?? 0) <= 253,
        "names are no longer than they can be",
      );
    },
  });
};
