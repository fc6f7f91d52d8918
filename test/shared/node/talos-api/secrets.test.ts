import { X509Certificate } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import type { TalosContext } from "../../../../shared/core/talosconfig/types.ts";
import { GrpcTalosApi } from "../../../../shared/node/talos-api/grpc-talos-api.ts";
import { base64, type Pair } from "../../../doubles/certificates.ts";
import { MadeAuthority } from "../../../doubles/made-certificate.ts";
import { startHttpProxy } from "../../../doubles/proxies.ts";
import {
  recordsOf,
  startRecordingRelay,
  type RecordingRelay,
} from "../../../doubles/recording-relay.ts";
import {
  admin,
  ca,
  other,
  ours,
  started,
  startedNode,
} from "./talos-faults.ts";
import {
  canaries,
  contextAt,
  expectNoSecret,
  probeAndJudge,
} from "./probe-and-judge.ts";

const changeCipherSpec = 20;
const handshake = 22;
const clientHello = 1;

type Version = "TLSv1.2" | "TLSv1.3";
const versions: readonly Version[] = ["TLSv1.2", "TLSv1.3"];
const only = (version: Version) => ({
  minVersion: version,
  maxVersion: version,
});

/** A server that wants to see everything and looks at nothing. */
const curious = { requestCert: true, rejectUnauthorized: false } as const;

const der = ({ crt }: Pair) => new X509Certificate(crt).raw;

/** What a connection was told, when it is over. */
async function whatWasSent(relay: RecordingRelay): Promise<readonly Buffer[]> {
  await vi.waitFor(() => expect(relay.open()).toBe(0));
  return relay.sent();
}

function expectClientHelloAlone(bytes: Buffer, hellos = 1): void {
  const records = recordsOf(bytes);
  const said = records.filter(({ type }) => type !== changeCipherSpec);
  expect(
    said.map(({ type, body }) => [type, body[0]]),
    "records of the client",
  ).toEqual(Array.from({ length: hellos }, () => [handshake, clientHello]));
  // The empty word of RFC 8446 §D.4, for boxes on the path.
  for (const { type, body } of records)
    if (type === changeCipherSpec) expect(body).toEqual(Buffer.of(1));
}

const liars: readonly (readonly [name: string, leaf: Pair])[] = [
  ["of another CA with the same name", other.server()],
  ["for another name", ours.server({ sans: ["cp.test", "127.0.0.2"] })],
  ["of the past", ours.server({ hours: [-26, -1] })],
  ["of the future", ours.server({ hours: [1, 26] })],
  ["self-signed", MadeAuthority.make({ sans: ["127.0.0.1"] }).pair],
  ["of another CA, ECDSA", MadeAuthority.make({ key: "p256" }).server()],
];

describe.each(versions)("a %s server that is not the one", (version) => {
  test.each(liars)(
    "%s, hears a ClientHello and no more",
    async (_name, leaf) => {
      const liar = await startedNode({
        server: leaf,
        tls: { ...curious, ...only(version) },
      });
      const relay = await started(startRecordingRelay(liar.port));
      const { probe } = await probeAndJudge({
        config: contextAt(relay.endpoint, ca, admin),
      });
      expect(probe.trouble?.stage).toBe("server");
      expect(probe.protocol).toBe(version);
      expect(Buffer.from(probe.chain[0] ?? [])).toEqual(der(leaf));
      const sent = await whatWasSent(relay);
      expect(sent).toHaveLength(1);
      for (const bytes of sent) expectClientHelloAlone(bytes);
      expect(liar.certificates).toEqual([]);
      expect(liar.calls).toEqual([]);
    },
  );

  test("behind a proxy hears no more either, and the proxy nothing of the context's", async () => {
    const liar = await startedNode({
      server: other.server(),
      tls: { ...curious, ...only(version) },
    });
    const relay = await started(startRecordingRelay(liar.port));
    const proxy = await started(startHttpProxy({ to: relay.port }));
    const proxyUrl = `http://me:${canaries.proxyPassword}@${proxy.endpoint}`;
    await probeAndJudge({
      config: contextAt("127.0.0.1:50000", ca, admin, { proxyUrl }),
    });
    const sent = await whatWasSent(relay);
    expect(sent).toHaveLength(1);
    for (const bytes of sent) expectClientHelloAlone(bytes);
  });

  test("but is swapped in for it after the inspection, gets no call and no password", async () => {
    const node = await startedNode({ tls: only(version) });
    const liar = await startedNode({
      server: other.server(),
      tls: { ...curious, ...only(version) },
    });
    const relay = await started(startRecordingRelay(node.port, liar.port));
    const { verdict } = await probeAndJudge({
      config: contextAt(relay.endpoint, ca, admin),
    });
    expect(verdict.code).toBe("other-ca");
    await whatWasSent(relay);
    expect(liar.calls).toEqual([]);
  });
});

test("a server that asks for a second ClientHello gets that and no more", async () => {
  const liar = await startedNode({
    server: other.server(),
    tls: { ...curious, ...only("TLSv1.3"), ecdhCurve: "P-521" },
  });
  const relay = await started(startRecordingRelay(liar.port));
  const { probe } = await probeAndJudge({
    config: contextAt(relay.endpoint, ca, admin),
  });
  expect(probe.trouble?.stage).toBe("server");
  const [bytes = Buffer.of()] = await whatWasSent(relay);
  expectClientHelloAlone(bytes, 2);
  expect(liar.certificates).toEqual([]);
});

describe.each(versions)("a %s server that is the one", (version) => {
  test.each(["X25519", "P-521"])(
    "gets the certificate on its second connection, and answers (%s)",
    async (ecdhCurve) => {
      const node = await startedNode({ tls: { ...only(version), ecdhCurve } });
      const relay = await started(startRecordingRelay(node.port));
      const { probe } = await probeAndJudge({
        config: contextAt(relay.endpoint, ca, admin),
      });
      expect(probe.trouble).toBeNull();
      expect(probe.protocol).toBe(version);
      expect(node.certificates).toEqual([der(admin)]);
      expect(node.calls).toHaveLength(1);
      const [inspection = Buffer.of(), login = Buffer.of(), ...more] =
        await whatWasSent(relay);
      expect(more).toEqual([]);
      const isAskedAgain = version === "TLSv1.3" && ecdhCurve === "P-521";
      expectClientHelloAlone(inspection, isAskedAgain ? 2 : 1);
      // TLS 1.2 sends it in the clear, which shows that these bytes are where it would be seen.
      expect(login.includes(der(admin))).toBe(version === "TLSv1.2");
      expect(inspection.includes(der(admin))).toBe(false);
    },
  );
});

test("a proxy gets its own password and nothing of the context's", async () => {
  const node = await startedNode();
  const login = { user: "me", password: canaries.proxyPassword };
  const proxy = await started(startHttpProxy({ to: node.port, login }));
  const relay = await started(startRecordingRelay(proxy.port));
  const proxyUrl = `http://me:${canaries.proxyPassword}@${relay.endpoint}`;
  const { verdict } = await probeAndJudge({
    config: contextAt("127.0.0.1:50000", ca, admin, { proxyUrl }),
  });
  expect(verdict.code).toBe("fine");
  const [call] = node.calls;
  expect(call?.headers["authorization"]).toBe(
    `Basic ${base64(`me:${canaries.password}`)}`,
  );
  expect(call?.headers).not.toHaveProperty("proxy-authorization");
  const sent = Buffer.concat(await whatWasSent(relay)).toString("latin1");
  expect(sent).toContain(base64(`me:${canaries.proxyPassword}`));
  expect(sent).not.toContain(base64(`me:${canaries.password}`));
});

describe("what is said about a probe", () => {
  test("is searched by a test that finds secrets", async () => {
    const config = contextAt("127.0.0.1:1", ca, admin);
    const probed = await probeAndJudge({ config });
    const { verdict } = probed;
    const [, line = ""] = admin.key.split("\n");
    for (const secret of [
      line,
      base64(admin.key),
      canaries.password,
      canaries.proxyPassword,
      base64(`me:${canaries.password}`),
    ]) {
      const leak = { ...verdict, evidence: [`so: ${secret}`] };
      expect(() =>
        expectNoSecret(config, { ...probed, verdict: leak }),
      ).toThrow();
    }
  });

  test("has no key that a node made, however it is printed", async () => {
    const made = ours.client();
    const node = await startedNode({
      answers: {
        generateClientConfiguration: () => ({
          messages: [
            {
              ca: Buffer.from(ca),
              crt: Buffer.from(made.crt),
              key: Buffer.from(made.key),
            },
          ],
        }),
      },
    });
    const config: TalosContext = contextAt(node.endpoint, ca, admin);
    const api = new GrpcTalosApi({ environment: {}, keepMs: 0 });
    const answer = await api.generate(
      config,
      { roles: ["os:reader"], ttlSeconds: 60 },
      { patienceMs: 10_000 },
    );
    if (!answer.ok) expect.fail("nobody answered");
    expect(answer.value.key.reveal()).toBe(made.key);
    const [, line = ""] = made.key.split("\n");
    for (const text of [JSON.stringify(answer), inspect(answer, false, null)])
      expect(text).not.toContain(line);
  });
});

test.each([
  ["with a password", `me:${canaries.proxyPassword}`],
  ["with a token", canaries.proxyPassword],
])(
  "a proxy of the environment %s may say what it was told, and we do not",
  async (_, login) => {
    const [user = "", password = ""] = login.split(":");
    const sent = base64(`${user}:${password}`);
    const proxy = await started(
      startHttpProxy({
        to: 1,
        refusal: 407,
        reason: `wrong login ${canaries.proxyPassword} ${sent}`,
      }),
    );
    const { probe } = await probeAndJudge({
      // Not on this machine, so that the proxy is asked.
      config: contextAt("192.0.2.1", ca, admin),
      environment: { HTTPS_PROXY: `http://${login}@${proxy.endpoint}` },
    });
    expect(proxy.asked).toEqual(["192.0.2.1:50000"]);
    expect(probe.trouble?.code).toBe("http-407");
    expect(probe.trouble?.text).toContain("wrong login … …");
  },
);
