import * as fc from "fast-check";

/** How the environment speaks of proxies. `HTTP`, `SOCKS`: host and port of one that is there. */
export interface Proxied {
  readonly endpoints: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const one = ["cp.zone.test"];
const two = ["cp.zone.test", "cp.zone.test"];

/** Ways to name a proxy, and to spare an address. */
export const proxied: readonly Proxied[] = [
  ...["http://HTTP", "HTTP", "HTTP://HTTP/", "http://me:pass%20word@HTTP", "socks5://SOCKS", "socks5://me:x@SOCKS"] // prettier-ignore
    .flatMap((proxy) =>
      [one, two, ["192.0.2.10"], ["fd00::10"], ["file.zone.test."]].map(
        // prettier-ignore
        (endpoints) => ({ endpoints, environment: { HTTPS_PROXY: proxy } }),
      ),
    ),
  ...[
    "http://127.0.0.1",
    "socks5://127.0.0.1",
    "http://HTTP0",
    "socks4://SOCKS",
    "://",
  ].map(
    // prettier-ignore
    (proxy) => ({ endpoints: one, environment: { HTTPS_PROXY: proxy } }),
  ),
  ...["cp.zone.test", ".zone.test", "192.0.2.10", "192.0.2.0/24", "192.0.2.10:50000", "192.0.2.10:443", "192.0.2.11", "*", "zone.test"] // prettier-ignore
    .flatMap((noProxy) =>
      [one, two].map((endpoints) => ({
        endpoints,
        environment: { HTTPS_PROXY: "http://HTTP", NO_PROXY: noProxy },
      })),
    ),
  { endpoints: one, environment: { https_proxy: "http://HTTP" } },
  { endpoints: one, environment: { HTTP_PROXY: "http://HTTP" } },
  { endpoints: one, environment: { ALL_PROXY: "http://HTTP" } },
  { endpoints: ["nobody.zone.test"], environment: { HTTPS_PROXY: "http://HTTP" } }, // prettier-ignore
  { endpoints: ["nobody.zone.test", "nobody.zone.test"], environment: { HTTPS_PROXY: "http://HTTP" } }, // prettier-ignore
  { endpoints: ["localhost"], environment: { HTTPS_PROXY: "http://HTTP" } },
];

/** Any of them with any rules, in any order. */
export const someProxied: fc.Arbitrary<Proxied> = fc
  .record({
    endpoint: fc.constantFrom("cp.zone.test", "CP.zone.test.", "192.0.2.10", "fd00::10", "::ffff:192.0.2.10", "file.zone.test", "cp"), // prettier-ignore
    isAlone: fc.boolean(),
    port: fc.constantFrom("", ":50000", ":443"),
    proxy: fc.constantFrom("http://HTTP", "HTTP", "socks5://SOCKS"),
    rules: fc.array(
      fc.constantFrom("cp.zone.test", "CP.ZONE.TEST", ".zone.test", "*.zone.test", "test", "cp", "192.0.2.10", "192.0.2.10:443", "192.0.2.8/30", "::ffff:192.0.2.10", "[fd00::10]:443", "fd00::/64", "fd00::10", "x.test", "", " 192.0.2.10 "), // prettier-ignore
      { maxLength: 3 },
    ),
  })
  .map(({ endpoint, isAlone, port, proxy, rules }) => {
    const host = endpoint.includes(":") && port !== "" ? `[${endpoint}]` : endpoint; // prettier-ignore
    const written = `${host}${port}`;
    return {
      endpoints: isAlone ? [written] : [written, written],
      environment: { HTTPS_PROXY: proxy, NO_PROXY: rules.join(",") },
    };
  });
