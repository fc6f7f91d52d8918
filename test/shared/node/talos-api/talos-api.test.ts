import { createServer } from "node:tls";
import { describe } from "vitest";
import { Secret } from "../../../../shared/core/secret.ts";
import { base64 } from "../../../doubles/certificates.ts";
import { listenOnLoopback } from "../../../doubles/loopback.ts";
import {
  closedPort,
  startClosing,
  startFullPort,
  startPlainHttp,
  startSilent,
} from "../../../doubles/plain-servers.ts";
import {
  startHttpProxy,
  startSocksProxy,
  type ProxyOptions,
} from "../../../doubles/proxies.ts";
import {
  admin,
  ca,
  other,
  server,
  soon,
  started,
  startedNode,
  probes,
} from "./talos-faults.ts";
import { canaries, contextAt } from "./probe-and-judge.ts";

describe("what the context says", () => {
  const broken = (more: object) => () => ({
    config: contextAt("127.0.0.1:1", ca, admin, more),
  });
  const credential = {
    code: "credential-broken",
    brokenAt: "context",
  } as const;
  probes([
    ...["cp:", "[::1]", "unix:///x", "a,b", "10.0.0.1:70000"].map(
      (endpoint) =>
        ({
          name: `the endpoint ${endpoint}`,
          code: "endpoint-broken",
          brokenAt: "context",
          fact: "endpoint",
          make: () => ({ config: contextAt(endpoint, ca, admin) }),
        }) as const,
    ),
    {
      ...credential,
      name: "a key of another certificate",
      fact: "`key` is not the one of `crt`",
      make: broken({ key: new Secret(base64(other.client().key)) }),
    },
    {
      ...credential,
      name: "a key that is no PEM",
      fact: "key: `key` holds no key",
      make: broken({ key: new Secret(base64("no key")) }),
    },
    {
      ...credential,
      name: "a certificate that is no PEM",
      fact: "`crt` holds no certificate",
      make: broken({ crt: base64("no certificate") }),
    },
    {
      ...credential,
      name: "a certificate that is broken inside its PEM",
      fact: "`crt` holds no certificate",
      make: broken({ crt: base64(admin.crt.replace(/MII.{20}/, "MIIA")) }),
    },
    {
      ...credential,
      name: "a certificate without its key",
      fact: "only one of `crt` and `key`",
      make: () => {
        const { key: _key, ...rest } = contextAt("127.0.0.1:1", ca, admin);
        return { config: rest };
      },
    },
    {
      ...credential,
      name: "a certificate that is no base64",
      fact: "`crt` is no base64",
      make: broken({ crt: "*" }),
    },
    {
      ...credential,
      name: "a CA that holds no certificate",
      fact: "`ca` holds no certificate",
      make: broken({ ca: base64("nothing") }),
    },
  ]);
});

describe("the path", () => {
  probes([
    {
      name: "a name that nobody knows",
      code: "name-unknown",
      brokenAt: "name",
      fact: "ENOTFOUND",
      // Too long a label for any name server, so that none is asked.
      make: () => ({
        config: contextAt(`${"a".repeat(64)}.invalid:50000`, ca, admin),
      }),
    },
    {
      name: "a port where nobody listens",
      code: "refused",
      brokenAt: "connect",
      fact: "ECONNREFUSED",
      make: async () => ({
        config: contextAt(`127.0.0.1:${String(await closedPort())}`, ca, admin),
      }),
    },
    {
      name: "the same by a name with two addresses",
      code: "refused",
      brokenAt: "connect",
      fact: "ECONNREFUSED",
      make: async () => ({
        config: contextAt(`localhost:${String(await closedPort())}`, ca, admin),
      }),
    },
    {
      name: "an address that swallows everything",
      code: "filtered",
      brokenAt: "connect",
      fact: "timeout: Nothing answered in time",
      make: async () => ({
        config: contextAt((await started(startFullPort())).endpoint, ca, admin),
        options: soon,
      }),
    },
  ]);
});

describe("whoever answers there", () => {
  const at =
    (start: () => Promise<{ endpoint: string; stop: () => unknown }>) =>
    async () => ({
      config: contextAt((await started(start())).endpoint, ca, admin),
    });
  const atTls = (options: object) =>
    at(() =>
      listenOnLoopback(
        createServer({ cert: server.crt, key: server.key, ...options }, (one) =>
          one.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
        ),
      ),
    );
  const handshake = { brokenAt: "handshake" } as const;
  probes([
    {
      ...handshake,
      name: "a web server without TLS",
      code: "not-tls",
      fact: /wrong version number|packet length/i,
      make: at(startPlainHttp),
    },
    {
      ...handshake,
      name: "a server that says nothing",
      code: "silent",
      fact: "timeout",
      make: async () => ({ ...(await at(startSilent)()), options: soon }),
    },
    {
      ...handshake,
      name: "a server that hangs up",
      code: "closed",
      fact: /closed|ECONNRESET/,
      make: at(() => startClosing("end")),
    },
    {
      ...handshake,
      name: "a server that resets",
      code: "closed",
      fact: "ECONNRESET",
      make: at(() => startClosing("reset")),
    },
    {
      ...handshake,
      name: "TLS 1.1",
      code: "tls-incompatible",
      fact: /alert 70|alert number 70/,
      make: atTls({
        minVersion: "TLSv1",
        maxVersion: "TLSv1.1",
        ciphers: "DEFAULT@SECLEVEL=0",
      }),
    },
    {
      ...handshake,
      name: "TLS for HTTP/1.1 alone",
      code: "tls-incompatible",
      fact: "alert 120",
      make: atTls({ ALPNProtocols: ["http/1.1"] }),
    },
    {
      name: "TLS that knows no HTTP/2",
      code: "not-talos",
      brokenAt: "call",
      fact: "The server speaks no HTTP/2",
      make: atTls({}),
    },
  ]);
});

describe("a proxy on the path", () => {
  const login = { user: "me", password: canaries.proxyPassword };
  const words = `me:${canaries.proxyPassword}`;
  const through = (proxyUrl: string) =>
    contextAt("192.0.2.1:50000", ca, admin, { proxyUrl });
  const at =
    (
      start: typeof startHttpProxy,
      scheme: string,
      request: Omit<ProxyOptions, "to"> = {},
    ) =>
    async () => {
      const { port: to } = await startedNode();
      const { endpoint } = await started(start({ to, ...request }));
      return { config: through(`${scheme}${endpoint}`) };
    };
  const http = (scheme: string, request?: Omit<ProxyOptions, "to">) =>
    at(startHttpProxy, scheme, request);
  const socks = (scheme: string, request?: Omit<ProxyOptions, "to">) =>
    at(startSocksProxy, scheme, request);
  const broken = { code: "proxy-broken", brokenAt: "proxy" } as const;
  const down = { code: "proxy-down", brokenAt: "proxy" } as const;
  const toLogIn = { code: "proxy-login", brokenAt: "proxy" } as const;
  const refused = { code: "proxy-refused", brokenAt: "proxy" } as const;
  probes([
    ...[
      `ftp://${words}@127.0.0.1:1`,
      `${words}@127.0.0.1:1`,
      `http://${words}%@127.0.0.1:1`,
      `socks5://${words}%zz@127.0.0.1:1`,
      "http://127.0.0.1:99999",
    ].map((proxyUrl, index) => ({
      ...broken,
      name: `a proxy-url that cannot be understood (${String(index)})`,
      fact: "proxy-url: The proxy is not socks5://",
      make: () => ({ config: through(proxyUrl) }),
    })),
    ...["http", "https", "socks5"].map((scheme) => ({
      ...down,
      name: `a proxy that is down (${scheme})`,
      fact: "ECONNREFUSED",
      make: async () => ({
        config: through(
          `${scheme}://${words}@127.0.0.1:${String(await closedPort())}`,
        ),
      }),
    })),
    ...["http", "https", "socks5"].map((scheme) => ({
      ...down,
      name: `a proxy that says nothing (${scheme})`,
      fact: "timeout: The proxy did not answer in time",
      make: async () => ({
        config: through(
          `${scheme}://${words}@${(await started(startSilent())).endpoint}`,
        ),
        options: soon,
      }),
    })),
    ...["http", "https", "socks5"].map((scheme) => ({
      ...down,
      name: `a proxy that hangs up (${scheme})`,
      fact: /ECONNRESET|closed/i,
      make: async () => ({
        config: through(
          `${scheme}://${words}@${(await started(startClosing("end"))).endpoint}`,
        ),
      }),
    })),
    {
      ...toLogIn,
      name: "an HTTP proxy that wants a password",
      fact: "http-407",
      make: http("http://", { login }),
    },
    {
      ...toLogIn,
      name: "an HTTP proxy that wants another password",
      fact: "http-407",
      make: http(`http://you:${canaries.proxyPassword}@`, { login }),
    },
    {
      ...toLogIn,
      name: "a SOCKS5 proxy that wants a password",
      fact: /socks5: .*authentication/i,
      make: socks("socks5://", { login }),
    },
    {
      ...toLogIn,
      name: "a SOCKS5 proxy that wants another password",
      fact: /socks5: .*authentication/i,
      make: socks(`socks5://you:${canaries.proxyPassword}@`, { login }),
    },
    {
      ...refused,
      name: "an HTTP proxy that may not (403)",
      fact: "http-403: 403 Forbidden",
      make: http(`http://${words}@`, { login, refusal: 403 }),
    },
    {
      ...refused,
      name: "an HTTP proxy that cannot (502)",
      fact: "http-502: 502 Bad Gateway",
      make: http("http://", { refusal: 502 }),
    },
    {
      ...refused,
      name: "a SOCKS5 proxy that may not",
      fact: /socks5: .*NotAllowed/i,
      make: socks(`socks5://${words}@`, { login, refusal: 2 }),
    },
    {
      ...refused,
      name: "a SOCKS5 proxy that cannot",
      fact: /socks5: .*refused/i,
      make: socks("socks5://", { refusal: 5 }),
    },
    {
      ...broken,
      name: "an HTTPS proxy whose certificate this machine does not trust",
      fact: "does not trust the certificate of the proxy (UNABLE_TO_VERIFY_LEAF_SIGNATURE)",
      make: http(`https://${words}@`, { login, tls: server }),
    },
    {
      ...broken,
      name: "an HTTPS proxy that speaks no TLS",
      fact: "The proxy does not speak TLS (EPROTO)",
      make: http(`https://${words}@`, { login }),
    },
    {
      ...broken,
      name: "a SOCKS5 proxy that speaks HTTP",
      fact: "The proxy does not speak SOCKS5",
      make: http(`socks5://${words}@`, { login }),
    },
    {
      ...broken,
      name: "an HTTP proxy that speaks SOCKS5",
      fact: "The proxy does not speak HTTP (HPE_INVALID_CONSTANT)",
      make: socks(`http://${words}@`, { login }),
    },
    {
      name: "a proxy behind which nobody listens",
      code: "closed",
      brokenAt: "handshake",
      fact: /closed|ECONNRESET/,
      make: async () => {
        const to = await closedPort();
        const { endpoint } = await started(startHttpProxy({ to }));
        return { config: through(`http://${endpoint}`) };
      },
    },
    {
      code: "not-tls",
      brokenAt: "handshake",
      name: "a proxy that leads to another server",
      fact: "through http://127.0.0.1:",
      make: async () => {
        const { port: to } = await started(startPlainHttp());
        const { endpoint } = await started(startHttpProxy({ to }));
        return { config: through(`http://${endpoint}`) };
      },
    },
  ]);
});
