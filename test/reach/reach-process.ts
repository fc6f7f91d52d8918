/**
 * Walks every case by talosctl and by us, in a network of its own, and prints a line of JSON for each. Started by
 * `unshare -n -m`; what it may not do outside of one it does first.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SecureServerOptions } from "node:http2";
import * as fc from "fast-check";
import { startFaultNode } from "../doubles/fault-node.ts";
import { MadeAuthority } from "../doubles/made-certificate.ts";
import { startHttpProxy, startSocksProxy } from "../doubles/proxies.ts";
import { authorityOf } from "../doubles/prod-cluster.ts";
import { sharedPath } from "../shared-material.ts";
import { someEndpoint, spellings } from "./addresses.ts";
import { authorityShapes, type AuthorityShape } from "./authority-shapes.ts";
import { byGenerate, byProbe, byTalosctl, type Reached } from "./both-ways.ts";
import type { ReachLine } from "./line.ts";
import { makeNetwork } from "./network.ts";
import { pemShapes } from "./pem-shapes.ts";
import { proxied, someProxied, type Proxied } from "./proxied.ts";
import { someShape } from "./random-shape.ts";

const [seed = 0, runs = 0] = process.argv.slice(2).map(Number);
const talosctl = sharedPath("tools/talosctl");
const sample = <T>(arbitrary: fc.Arbitrary<T>, share: number) =>
  fc.sample(arbitrary, { seed, numRuns: Math.ceil(runs * share) });

await makeNetwork();
const prod = MadeAuthority.of(authorityOf("prod"));
const admin = prod.client();
const credential = { ca: prod.pair.crt, crt: admin.crt, key: admin.key };
const nodes = await startNodes();
const work: (() => Promise<void>)[] = [
  ...[...spellings, ...sample(someEndpoint, 0.4)].flatMap((endpoint) => [
    () =>
      tell(`endpoint ${endpoint}`, { ...credential, endpoints: [endpoint] }),
    () => tell(`endpoints ${endpoint} twice`, { ...credential, endpoints: [endpoint, endpoint] }), // prettier-ignore
  ]),
  ...pemShapes(credential.ca, admin).map(
    ({ name, ...texts }) =>
      () =>
        tell(name, { ...texts, endpoints: ["192.0.2.10"] }),
  ),
  ...shapeWork(),
  ...[...proxied, ...sample(someProxied, 0.2)].map(
    (one) => () => tellProxied(one),
  ),
];
await Promise.all(Array.from({ length: 3 }, workOff));
for (const node of nodes) node.kill();
process.exit(0);

async function workOff(): Promise<void> {
  for (let next = work.shift(); next; next = work.shift()) await next();
}

async function tell(
  name: string,
  reached: Reached,
  more: () => ReachLine["after"] = () => ({}),
): Promise<void> {
  const oracle = await byTalosctl(talosctl, reached);
  const before = more();
  const [probe, generate] = [await byProbe(reached), await byGenerate(reached)];
  print({ name, talosctl: oracle, probe, generate, before, after: more() });
}

function print(line: ReachLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** The same node at each place where an endpoint may lead. */
async function startNodes() {
  const sans = "127.0.0.1,192.0.2.10,fd00::10,cp.zone.test,cp,two.zone.test,*.wild.zone.test,file,file.zone.test,under_score.zone.test,localhost,xn--bcher-kva.zone.test,10-0-0-1"; // prettier-ignore
  const config = sharedPath("fixtures/prod/controlplane.yaml");
  const places = ["192.0.2.10:50000", "192.0.2.10:443", "192.0.2.10:50220", "[fd00::10]:50000", "[fd00::10]:443", "127.0.0.1:50000", "127.0.0.1:443"]; // prettier-ignore
  return Promise.all(
    places.map(async (place) => {
      const args = ["-config", config, "-listen", place, "-sans", sans];
      const node = spawn(sharedPath("tools/talos-node"), args, {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(node.stdout, "data");
      return node;
    }),
  );
}

function shapeWork(): readonly (() => Promise<void>)[] {
  const shapes = [...authorityShapes(), ...sample(someShape, 0.4)];
  const old: SecureServerOptions = { maxVersion: "TLSv1.2" };
  const [root, stranger] = shapes;
  const first = root?.ca[0]?.pem ?? "";
  const path = join(mkdtempSync(join(tmpdir(), "tv-roots-")), "roots.pem");
  writeFileSync(path, first);
  process.env["SSL_CERT_FILE"] = path;
  const onTls12 = shapes.filter((_, index) => index % 4 === 0);
  const bySystem = [root, stranger].flatMap((shape) => (shape ? [shape] : []));
  return [
    ...shapes.map((shape) => () => tellShape(shape, {})),
    ...onTls12.map((shape) => () => tellShape(shape, old)),
    ...[{}, old].flatMap((tls) =>
      bySystem.map(
        (shape) => () =>
          tellShape({ ...shape, name: `${shape.name}, believed by this machine`, ca: [] }, tls), // prettier-ignore
      ),
    ),
  ];
}

async function tellShape(
  { name, ca, chain, host = "127.0.0.1" }: AuthorityShape,
  tls: SecureServerOptions,
): Promise<void> {
  const node = await startFaultNode({
    server: {
      crt: chain.map(({ pem }) => pem).join(""),
      key: chain[0]?.keyPem ?? "",
    },
    tls: { requestCert: true, rejectUnauthorized: false, ...tls },
    answers: { generateClientConfiguration: () => ({ messages: [{}] }) },
  });
  const bracketed = host.includes(":") ? `[${host}]` : host;
  const text = ca.map(({ pem }) => pem).join("");
  const reached: Reached = {
    endpoints: [`${bracketed}:${String(node.port)}`],
    ...(text === "" ? {} : { ca: text }),
    crt: admin.crt,
    key: admin.key,
  };
  const version = tls.maxVersion ?? "TLSv1.3";
  await tell(`${name} (${version})`, reached, () => ({
    shown: node.certificates.length,
  }));
  await node.stop();
}

async function tellProxied({ endpoints, environment }: Proxied): Promise<void> {
  const request = { to: 50_000 };
  const [http, socks] = [await startHttpProxy(request), await startSocksProxy(request)]; // prettier-ignore
  const named = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value
        .replace(/HTTP$|HTTP(?=\/?$)/, http.endpoint)
        .replace("SOCKS", socks.endpoint),
    ]),
  );
  const name = `${endpoints.join(" ")} with ${JSON.stringify(environment)}`;
  const reached = { ...credential, endpoints, environment: named };
  await tell(name, reached, () => ({ asked: [...http.asked, ...socks.asked] }));
  await Promise.all([http.stop(), socks.stop()]);
}
