import { once } from "node:events";
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type IncomingHttpHeaders,
  type SecureServerOptions,
} from "node:http2";
import type { TLSSocket } from "node:tls";
import type { ServiceImpl } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { MachineService } from "../../shared/node/talos-api/generated/machine/machine_pb.ts";
import { TimeService } from "../../shared/node/talos-api/generated/time/time_pb.ts";
import type { Pair } from "./certificates.ts";
import { listenOnLoopback, type Listening } from "./loopback.ts";

export type Answers = Partial<
  ServiceImpl<typeof MachineService> & ServiceImpl<typeof TimeService>
>;

export interface FaultNodeOptions {
  /** What it shows of itself. */
  readonly server: Pair;
  /** PEM of the CA whose clients it takes; absent: it asks nobody for a certificate. */
  readonly clientCa?: string;
  readonly tls?: SecureServerOptions;
  readonly answers?: Answers;
  /** Instead of any gRPC. */
  readonly handler?: (
    request: Http2ServerRequest,
    response: Http2ServerResponse,
  ) => void;
  readonly host?: "127.0.0.1" | "::1";
  readonly port?: number;
}

export interface FaultNode extends Listening {
  /** DER of the client certificates that came, one for each TLS connection that was completed with one. */
  readonly certificates: readonly Buffer[];
  readonly calls: readonly {
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
  }[];
}

const healthy: Answers = {
  version: () => ({
    messages: [
      { version: { tag: "v1.13.0" }, features: { rbac: true } } as const,
    ],
  }),
};

/** A Talos API endpoint of our own, for what tools/talos-node cannot be brought to do. */
export async function startFaultNode(
  options: FaultNodeOptions,
): Promise<FaultNode> {
  const { server, clientCa, answers } = options;
  const certificates: Buffer[] = [];
  const calls: FaultNode["calls"][number][] = [];
  const node = createSecureServer({
    cert: server.crt,
    key: server.key,
    ...(clientCa === undefined
      ? {}
      : { requestCert: true, rejectUnauthorized: true, ca: clientCa }),
    ...options.tls,
  });
  const handler = options.handler ?? grpcHandler({ ...healthy, ...answers });
  node.on("request", (request, response) => {
    calls.push({ path: request.url, headers: request.headers });
    handler(request, response);
  });
  node.on("secureConnection", (socket: TLSSocket) => {
    const { raw } = socket.getPeerCertificate();
    if (raw) certificates.push(raw);
  });
  node.on("sessionError", () => undefined);
  const listening = await listenOnLoopback(node, options.host, options.port);
  return { ...listening, certificates, calls };
}

function grpcHandler(answers: Answers) {
  return connectNodeAdapter({
    acceptCompression: [],
    routes: (router) => {
      router.service(MachineService, answers);
      router.service(TimeService, answers);
    },
  });
}

/** For an answer that never comes: it ends with the call. */
export async function never(signal: AbortSignal): Promise<never> {
  await once(signal, "abort");
  throw new Error("cancelled");
}
