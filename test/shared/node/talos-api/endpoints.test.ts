import { networkInterfaces } from "node:os";
import tls from "node:tls";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { startHttpProxy, startSocksProxy } from "../../../doubles/proxies.ts";
import { skipSuite } from "../../../shared-material.ts";
import {
  admin,
  ca,
  other,
  ours,
  started,
  startedNode,
} from "./talos-faults.ts";
import { canaries, contextAt, probeAndJudge } from "./probe-and-judge.ts";

/** Too long a label for any name server, so that none is asked. */
const nowhere = `${"a".repeat(64)}.test:50000`;

describe("endpoints", () => {
  test("https://localhost with a port is dialled at that port", async () => {
    const { port } = await startedNode();
    const endpoint = `https://localhost:${String(port)}/path`;
    const { probe } = await probeAndJudge({
      config: contextAt(endpoint, ca, admin),
    });
    expect(probe.trouble).toBeNull();
    expect(probe.dials).toBe(`localhost:${String(port)}`);
    expect(probe.address).toBe("127.0.0.1");
  });

  test("a name is asked for by SNI, an address is not", async () => {
    const names: (string | false | null)[] = [];
    const node = await startedNode({
      tls: {
        SNICallback: (name, done) => {
          names.push(name);
          done(null);
        },
      },
    });
    for (const host of ["localhost", "127.0.0.1"])
      await probeAndJudge({
        config: contextAt(`${host}:${String(node.port)}`, ca, admin),
      });
    expect(names).toEqual(["localhost", "localhost"]);
  });

  const has6 = networkInterfaces()["lo"]?.some(
    ({ address }) => address === "::1",
  );
  const describe6 = has6
    ? describe
    : (title: string) => {
        process.stderr.write(`SKIPPED ${title}: no ::1 on this machine\n`);
        return skipSuite(title);
      };
  describe6("of IPv6 loopback", () => {
    test("is dialled with brackets and a port", async () => {
      const { endpoint } = await startedNode({ host: "::1" });
      expect(endpoint).toMatch(/^\[::1\]:\d+$/);
      const { probe } = await probeAndJudge({
        config: contextAt(endpoint, ca, admin),
      });
      expect(probe.trouble).toBeNull();
      expect(probe.address).toBe("::1");
    });

    test("is dialled bare, at Talos' own port, by a proxy that takes it elsewhere", async () => {
      const { port: to } = await startedNode();
      for (const [scheme, start, asked] of [
        ["http", startHttpProxy, "[::1]:50000"],
        [
          "socks5",
          startSocksProxy,
          "[0000:0000:0000:0000:0000:0000:0000:0001]:50000",
        ],
      ] as const) {
        const proxy = await started(start({ to }));
        const { probe } = await probeAndJudge({
          config: contextAt("::1", ca, admin, {
            proxyUrl: `${scheme}://${proxy.endpoint}`,
          }),
        });
        expect(probe.trouble).toBeNull();
        expect(new Set(proxy.asked)).toEqual(new Set([asked]));
      }
    });
  });
});

describe("proxies", () => {
  const login = { user: "me@home", password: `${canaries.proxyPassword}:%` };
  const words = `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@`;
  const named = () =>
    startedNode({ server: ours.server({ sans: ["cp.test"] }) });

  test.each([
    ["http", startHttpProxy, ""],
    ["http", startHttpProxy, words],
    ["socks5", startSocksProxy, ""],
    ["socks5", startSocksProxy, words],
  ] as const)(
    "of several endpoints %s resolves the name and takes us there",
    async (scheme, start, who) => {
      const { port: to } = await named();
      const endpoints = ["cp.test", "cp2.test"];
      const request = { to, ...(who === "" ? {} : { login }) };
      const proxy = await started(start(request));
      const proxyUrl = `${scheme}://${who}${proxy.endpoint}`;
      const { probe } = await probeAndJudge({
        config: contextAt("cp.test", ca, admin, { proxyUrl, endpoints }),
      });
      expect(probe.trouble).toBeNull();
      expect(probe.proxy).toBe(`${scheme}://${proxy.endpoint}`);
      expect(probe.address).toBeNull();
      expect(proxy.asked).toEqual(["cp.test:50000", "cp.test:50000"]);
    },
  );

  test("https is taken when this machine trusts the proxy's certificate", async () => {
    const trusts = vi.spyOn(tls, "getCACertificates");
    onTestFinished(() => trusts.mockRestore());
    trusts.mockReturnValue([other.pair.crt]);
    const { port: to } = await named();
    const proxy = await started(
      startHttpProxy({ to, login, tls: other.server() }),
    );
    const { probe } = await probeAndJudge({
      config: contextAt("cp.test", ca, admin, {
        proxyUrl: `https://${words}${proxy.endpoint}`,
        endpoints: ["cp.test", "cp2.test"],
      }),
    });
    expect(probe.trouble).toBeNull();
    expect(proxy.asked).toHaveLength(2);
  });

  test("the environment's is taken, unless NO_PROXY or `direct` spares it", async () => {
    const { port: to } = await named();
    const proxy = await started(startHttpProxy({ to }));
    const environment = { HTTPS_PROXY: `http://${proxy.endpoint}` };
    const probe = async (
      endpoint: string,
      noProxy: string,
      more: object = {},
    ) => {
      const endpoints = [endpoint, endpoint];
      const { verdict } = await probeAndJudge({
        config: contextAt(endpoint, ca, admin, { endpoints, ...more }),
        environment: { ...environment, NO_PROXY: noProxy },
      });
      return verdict.code;
    };
    expect(await probe("cp.test", "")).toBe("fine");
    expect(proxy.asked).toHaveLength(2);
    expect(await probe(nowhere, ".test")).toBe("name-unknown");
    expect(await probe(nowhere, "", { proxyUrl: "direct" })).toBe(
      "name-unknown",
    );
    const local = await startedNode();
    expect(await probe(local.endpoint, "")).toBe("fine");
    expect(proxy.asked).toHaveLength(2);
  });
});
