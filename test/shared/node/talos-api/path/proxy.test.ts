import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dialAddress } from "../../../../../shared/core/talosconfig/dial-address.ts";
import {
  chooseProxy,
  proxyLabel,
} from "../../../../../shared/node/talos-api/path/proxy.ts";

const to = dialAddress("cp.test:50000");

function labelOf(
  environment: NodeJS.ProcessEnv,
  dials = "cp.test:50000",
  proxyUrl?: string,
): string | null {
  const result = chooseProxy(proxyUrl, dialAddress(dials), environment);
  if (!result.ok) return result.trouble.code;
  return result.value ? proxyLabel(result.value) : null;
}

/** What golang.org/x/net/http/httpproxy said to each of these, of the Go 1.26 that made it. */
const spared: readonly (readonly [noProxy: string, to: string, is: boolean])[] =
  [
    ["", "cp.test:50000", false],
    ["", "localhost:50000", true],
    ["", "127.0.0.1:50000", true],
    ["", "127.9.9.9:50000", true],
    ["", "[::1]:50000", true],
    ["", "[::ffff:127.0.0.1]:50000", true],
    ["", "sub.localhost:50000", false],
    ["*", "cp.test:50000", true],
    ["a,*", "cp.test:50000", true],
    [" * ", "cp.test:50000", true],
    ["cp.test", "cp.test:50000", true],
    ["CP.Test", "cp.test:50000", true],
    ["cp.test", "CP.TEST:50000", true],
    ["cp.test", "a.cp.test:50000", true],
    ["cp.test", "xcp.test:50000", false],
    [".cp.test", "cp.test:50000", false],
    [".cp.test", "a.cp.test:50000", true],
    ["*.cp.test", "cp.test:50000", false],
    ["*.cp.test", "a.b.cp.test:50000", true],
    ["cp.test:50000", "cp.test:50000", true],
    ["cp.test:443", "cp.test:50000", false],
    [".cp.test:50000", "a.cp.test:50000", true],
    ["*.cp.test:443", "a.cp.test:50000", false],
    ["*.cp.test:50000", "a.cp.test:50000", true],
    [" a.test , cp.test ", "cp.test:50000", true],
    ["a.test cp.test", "cp.test:50000", false],
    [",,", "cp.test:50000", false],
    [":50000", "cp.test:50000", false],
    ["10.0.0.1", "10.0.0.1:50000", true],
    ["10.0.0.1", "10.0.0.2:50000", false],
    ["10.0.0.1", "10.0.0.11:50000", false],
    ["10.0.0.1:50000", "10.0.0.1:50000", true],
    ["10.0.0.1:443", "10.0.0.1:50000", false],
    ["10.0.0.1", "[::ffff:10.0.0.1]:50000", true],
    ["::ffff:10.0.0.1", "10.0.0.1:50000", true],
    ["10.0.0.0/8", "10.9.8.7:50000", true],
    ["10.0.0.0/8", "11.0.0.1:50000", false],
    ["10.1.2.3/8", "10.9.8.7:50000", true],
    ["10.0.0.0/33", "10.0.0.1:50000", false],
    ["10.0.0.0/8", "cp.test:50000", false],
    ["10.0.0.0/0", "11.0.0.1:50000", true],
    ["0.0.0.0/0", "[fd00::1]:50000", false],
    ["10.0.0.0/8", "[::ffff:10.0.0.1]:50000", true],
    ["fd00::1", "[fd00::1]:50000", true],
    ["FD00::1", "[fd00::1]:50000", true],
    ["fd00:0:0::1", "[fd00::1]:50000", true],
    ["fd00::1", "[fd00:0::0:1]:50000", true],
    ["[fd00::1]:50000", "[fd00::1]:50000", true],
    ["[fd00::1]:443", "[fd00::1]:50000", false],
    ["[fd00::1]", "[fd00::1]:50000", false],
    ["fd00::/8", "[fd12::1]:50000", true],
    ["fd00::/8", "[fe80::1]:50000", false],
    ["fd00::/129", "[fd00::1]:50000", false],
    ["fe80::/10", "[fe80::1%eth0]:50000", true],
    ["fe80::1", "[fe80::1%eth0]:50000", true],
    ["test", "cp.test:50000", true],
    ["cp", "cp:50000", true],
    ["cp.test.", "cp.test:50000", false],
    ["cp.*", "cp.test:50000", false],
    ["https://cp.test", "cp.test:50000", false],
    ["cp.test:", "cp.test:50000", true],
    [".", "cp.test:50000", false],
    ["*.", "cp.test:50000", false],
    ["cp.test:50000:1", "cp.test:50000", false],
  ];

test.each(spared)("NO_PROXY=%j spares %s: %s", (noProxy, dials, is) => {
  for (const name of ["NO_PROXY", "no_proxy"]) {
    const environment = {
      HTTPS_PROXY: "http://proxy.test:3128",
      [name]: noProxy,
    };
    expect(labelOf(environment, dials) === null).toBe(is);
  }
});

describe("the environment", () => {
  test.each([
    [{}, null],
    [{ HTTPS_PROXY: "", https_proxy: "" }, null],
    [{ HTTPS_PROXY: "", https_proxy: "http://l.test:1" }, "http://l.test:1"],
    [{ https_proxy: "http://l.test:1" }, "http://l.test:1"],
    [
      { HTTPS_PROXY: "http://u.test:1", https_proxy: "http://l.test:1" },
      "http://u.test:1",
    ],
    [{ HTTPS_PROXY: "u.test:3128" }, "http://u.test:3128"],
    [{ HTTPS_PROXY: "u.test" }, "proxy-url"],
    [{ HTTPS_PROXY: "https://u.test" }, "proxy-url"],
    [{ HTTPS_PROXY: "http://u.test:80" }, "http://u.test:80"],
    [{ HTTPS_PROXY: "https://u:p@u.test:443/" }, "https://u.test:443"],
    [{ HTTPS_PROXY: "socks5://s.test:1080" }, "socks5://s.test:1080"],
    [{ HTTPS_PROXY: "http://[fd00::5]:3128/" }, "http://[fd00::5]:3128"],
    [
      {
        HTTPS_PROXY: "http://p.test:1",
        NO_PROXY: "",
        no_proxy: "cp.test",
      },
      null,
    ],
    [{ HTTP_PROXY: "http://p.test:1" }, null],
    [{ ALL_PROXY: "http://p.test:1" }, null],
  ])("%j gives %s", (environment, label) => {
    expect(labelOf(environment)).toBe(label);
  });

  test("of what cannot be understood is not gone past", () => {
    // Go does go past some of these; a proxy that was asked for may be there for a reason.
    for (const proxy of ["://", "ftp://p.test:1", "http://u:p%zz@p.test:1"])
      expect(labelOf({ HTTPS_PROXY: proxy })).toBe("proxy-url");
  });
});

describe("the context's proxy-url", () => {
  const environment = { HTTPS_PROXY: "http://e.test:1", NO_PROXY: "*" };

  test.each([
    ["direct", null],
    ["http://p.test:3128", "http://p.test:3128"],
    ["https://p.test:8443", "https://p.test:8443"],
    ["socks5://p.test:1080", "socks5://p.test:1080"],
    ["SOCKS5://P.test:1080", "socks5://P.test:1080"],
    ["socks5://[::1]:1080", "socks5://[::1]:1080"],
    ["http://me:secret@p.test:3128", "http://p.test:3128"],
    ["socks5h://p.test:1080", "proxy-url"],
    ["p.test:3128", "proxy-url"],
    ["Direct", "proxy-url"],
    ["http://", "proxy-url"],
  ])("%s gives %s, whatever the environment says", (proxyUrl, label) => {
    expect(labelOf(environment, "cp.test:50000", proxyUrl)).toBe(label);
    expect(labelOf(environment, "127.0.0.1:50000", proxyUrl)).toBe(label);
  });

  test("that is empty leaves it to the environment", () => {
    expect(labelOf({ HTTPS_PROXY: "u.test:1" }, "cp.test:50000", "")).toBe(
      "http://u.test:1",
    );
  });

  test("has its login decoded, once", () => {
    const result = chooseProxy("http://me%40home:p%3A%2525@p.test:1", to, {});
    expect(result).toMatchObject({
      ok: true,
      value: { login: { user: "me@home", password: "p:%25" } },
    });
  });

  test("that is broken is not repeated, with its password, in the words", () => {
    const result = chooseProxy("ftp://me:secret@p.test:1", to, {});
    expect(JSON.stringify(result)).not.toContain("secret");
  });

  test("is taken or refused, and never shown with its password", () => {
    const scheme = fc.constantFrom("http", "https", "socks5", "ftp", "");
    const part = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(scheme, part, part, part, (name, user, host, port) => {
        const secret = "canary-of-the-proxy";
        const proxyUrl = `${name}://${user}:${secret}${user}@${host}:${port}`;
        const result = chooseProxy(proxyUrl, to, {});
        const shown = result.ok
          ? proxyLabel(result.value ?? expect.fail("went past the proxy"))
          : JSON.stringify(result);
        expect(shown).not.toContain(secret);
      }),
    );
  });
});
