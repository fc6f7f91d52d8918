import type { Http2ServerResponse } from "node:http2";
import { Code, ConnectError } from "@connectrpc/connect";
import { describe } from "vitest";
import { base64, type Pair } from "../../../doubles/certificates.ts";
import { never, type Answers } from "../../../doubles/fault-node.ts";
import {
  MadeAuthority,
  maintenanceCertificate,
  type CertificateOptions,
} from "../../../doubles/made-certificate.ts";
import { startSilent } from "../../../doubles/plain-servers.ts";
import { startRecordingRelay } from "../../../doubles/recording-relay.ts";
import {
  startStrictServer,
  type StrictServerOptions,
} from "../../../doubles/strict-server.ts";
import {
  admin,
  atNode,
  ca,
  other,
  ours,
  server,
  soon,
  started,
  startedNode,
  probes,
} from "./talos-faults.ts";
import { contextAt } from "./probe-and-judge.ts";

const showing = (leaf: Pair) => async () => ({
  config: await atNode({ server: leaf }),
});

const failing = (code: Code, text: string): Answers => ({
  version: () => {
    throw new ConnectError(text, code);
  },
});

const answering = (code: Code, text: string) => async () => ({
  config: await atNode({ answers: failing(code, text) }),
});

const handling =
  (handler: (response: Http2ServerResponse) => void) => async () => ({
    config: await atNode({
      handler: (_request, response) => handler(response),
    }),
  });

describe("the server's certificate", () => {
  const leaf = (request: CertificateOptions) => showing(ours.server(request));
  const foreign = (
    authority: CertificateOptions,
    request: CertificateOptions = {},
  ) => showing(MadeAuthority.make(authority).server(request));
  const seen = { brokenAt: "server" } as const;
  probes([
    {
      ...seen,
      name: "of another Talos CA (rotated, or another cluster)",
      code: "other-ca",
      fact: "CN=node, by O=talos",
      make: showing(other.server()),
    },
    {
      ...seen,
      name: "of a node in maintenance mode",
      code: "maintenance",
      fact: "maintenance-service.talos.dev, by nobody",
      make: async () => ({
        config: await atNode({
          server: maintenanceCertificate(),
          tls: { requestCert: false },
        }),
      }),
    },
    {
      ...seen,
      name: "of the Kubernetes API",
      code: "kubernetes-port",
      fact: "by O=kubernetes",
      make: foreign(
        { subject: ["O=kubernetes"], key: "p256" },
        { key: "p256", sans: ["127.0.0.1", "kubernetes.default"] },
      ),
    },
    {
      ...seen,
      name: "of etcd",
      code: "etcd-port",
      fact: "by O=etcd",
      make: foreign({ subject: ["O=etcd"], key: "p256" }, { key: "p256" }),
    },
    {
      ...seen,
      name: "of an etcd that was set up by hand",
      code: "etcd-port",
      fact: "by CN=etcd",
      make: foreign({ subject: ["CN=etcd"] }),
    },
    {
      ...seen,
      name: "of somebody else",
      code: "not-talos",
      fact: "by CN=R3",
      make: foreign({ subject: ["CN=R3"], key: "rsa2048" }, { key: "rsa2048" }),
    },
    {
      ...seen,
      name: "for another address",
      code: "name-missing",
      fact: "it stands for IP Address:127.0.0.2, DNS:cp.test",
      make: leaf({ sans: ["127.0.0.2", "cp.test"] }),
    },
    {
      ...seen,
      name: "of the future",
      code: "clock-behind",
      fact: "CERT_NOT_YET_VALID",
      make: leaf({ hours: [2, 26] }),
    },
    {
      ...seen,
      name: "of the past",
      code: "clock-ahead",
      fact: "CERT_HAS_EXPIRED",
      make: leaf({ hours: [-26, -2] }),
    },
    {
      ...seen,
      name: "of a CA that has ended",
      code: "ca-expired",
      fact: "CERT_HAS_EXPIRED",
      make: async () => {
        const ended = MadeAuthority.make({ hours: [-90, -1] });
        const config = await atNode({ server: ended.server() });
        return { config: { ...config, ca: base64(ended.pair.crt) } };
      },
    },
    {
      ...seen,
      name: "for a context without a CA",
      code: "no-ca",
      fact: "by O=talos",
      make: async () => {
        const { endpoints } = await atNode({});
        return { config: contextAt(endpoints[0] ?? "", undefined, admin) };
      },
    },
  ]);
});

describe("what it thinks of us", () => {
  const strict =
    (pair: Pair | null, request?: StrictServerOptions) => async () => {
      const { endpoint } = await started(
        startStrictServer(server, ca, request),
      );
      return { config: contextAt(endpoint, ca, pair) };
    };
  const judged = { brokenAt: "client" } as const;
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000);
  probes(
    (["-tls1_2", "-tls1_3"] as const).flatMap((version) => [
      {
        ...judged,
        name: `${version}: a server whose clock is a day ahead`,
        code: "clocks-differ" as const,
        fact: "TLS alert 45",
        make: strict(ours.client({ hours: [-1, 12] }), {
          version,
          clock: tomorrow,
        }),
      },
      {
        ...judged,
        name: `${version}: an expired certificate`,
        code: "client-expired",
        fact: "TLS alert 45",
        make: strict(ours.client({ hours: [-9, -1] }), { version }),
      },
      {
        ...judged,
        name: `${version}: a certificate of another CA`,
        code: "client-other-ca",
        fact: "TLS alert 48",
        make: strict(other.client(), { version }),
      },
      {
        ...judged,
        name: `${version}: no certificate`,
        code: "no-client-certificate",
        fact: version === "-tls1_2" ? "TLS alert 40" : "TLS alert 116",
        make: strict(null, { version }),
      },
    ]),
  );
  probes([
    {
      ...judged,
      name: "a certificate of the old CA after a rotation",
      code: "client-other-ca",
      fact: "TLS alert 48",
      make: async () => {
        const newCa = other.pair.crt;
        const { endpoint } = await started(
          startStrictServer(other.server(), newCa),
        );
        return { config: contextAt(endpoint, `${ca}${newCa}`, admin) };
      },
    },
    {
      ...judged,
      name: "a certificate for servers",
      code: "wrong-key-usage",
      fact: "TLS alert 43",
      make: strict(ours.client({ usages: ["server"] })),
    },
    {
      ...judged,
      name: "a server that hangs up on a sound certificate",
      code: "client-refused",
      fact: "closed",
      make: async () => ({
        config: await atNode({ clientCa: other.pair.crt }),
      }),
    },
    {
      ...judged,
      name: "a login that nobody answers",
      code: "no-answer",
      fact: "timeout",
      make: async () => {
        const node = await startedNode();
        const silent = await started(startSilent());
        const relay = await started(
          startRecordingRelay(node.port, silent.port),
        );
        return { config: contextAt(relay.endpoint, ca, admin), options: soon };
      },
    },
  ]);
});

describe("what it answers", () => {
  const call = { brokenAt: "call" } as const;
  probes([
    {
      name: "a node in order",
      code: "fine",
      brokenAt: null,
      fact: "Talos v1.13.0",
      make: async () => ({ config: await atNode({}) }),
    },
    {
      ...call,
      name: "a node without features (maintenance mode with a certificate)",
      code: "maintenance",
      fact: "Talos v1.13.0",
      make: async () => ({
        config: await atNode({
          answers: {
            version: () => ({ messages: [{ version: { tag: "v1.13.0" } }] }),
          },
        }),
      }),
    },
    {
      ...call,
      name: "a role that Talos lets in, refused",
      code: "role-refused",
      fact: "permission_denied: not authorized",
      make: answering(Code.PermissionDenied, "not authorized"),
    },
    {
      ...call,
      name: "a login of another kind",
      code: "login-elsewhere",
      fact: "unauthenticated",
      make: answering(Code.Unauthenticated, "missing signature"),
    },
    {
      name: "the same where the context logs in through a browser",
      code: "fine-elsewhere",
      brokenAt: null,
      fact: "unauthenticated",
      make: async () => {
        const { endpoint } = await startedNode({
          tls: { requestCert: false },
          answers: failing(Code.Unauthenticated, "missing signature"),
        });
        const auth = { siderov1: { identity: "me@example.com" } };
        return { config: contextAt(endpoint, ca, null, { auth }) };
      },
    },
    {
      ...call,
      name: "a node behind the endpoint that is away",
      code: "node-unreachable",
      fact: "unavailable",
      make: answering(
        Code.Unavailable,
        'connection error: desc = "transport: dial tcp: connection refused"',
      ),
    },
    {
      ...call,
      name: "a node that was named with a port",
      code: "node-with-port",
      fact: 'invalid target "10.0.0.2:50000"',
      make: async () => ({
        ...(await answering(
          Code.Internal,
          'invalid target "10.0.0.2:50000"',
        )()),
        node: "10.0.0.2:50000",
      }),
    },
    {
      ...call,
      name: "a worker as the endpoint",
      code: "worker-endpoint",
      fact: "no request forwarding",
      make: answering(Code.PermissionDenied, "no request forwarding"),
    },
    {
      ...call,
      name: "a worker asked for what control planes do",
      code: "control-plane-only",
      fact: "unimplemented",
      make: answering(
        Code.Unimplemented,
        "version is only available on control plane nodes",
      ),
    },
    {
      ...call,
      name: "an API that has no Version",
      code: "not-talos",
      fact: "unimplemented",
      make: answering(Code.Unimplemented, "unknown service"),
    },
    {
      ...call,
      name: "no answer in time",
      code: "no-answer",
      fact: /canceled|deadline/,
      make: async () => ({
        config: await atNode({
          answers: { version: (_request, { signal }) => never(signal) },
        }),
        options: soon,
      }),
    },
    {
      ...call,
      name: "an empty answer",
      code: "unknown",
      fact: "empty",
      make: async () => ({
        config: await atNode({ answers: { version: () => ({}) } }),
      }),
    },
    {
      ...call,
      name: "a web page instead of gRPC",
      code: "not-talos",
      fact: /content[- ]type/i,
      make: handling((response) => {
        response.writeHead(200, { "content-type": "text/html" });
        response.end("<p>hello</p>");
      }),
    },
    {
      ...call,
      name: "a web page that is not found",
      code: "not-talos",
      fact: "404",
      make: handling((response) => {
        response.writeHead(404, { "content-type": "text/html" });
        response.end("<p>no</p>");
      }),
    },
  ]);
});
