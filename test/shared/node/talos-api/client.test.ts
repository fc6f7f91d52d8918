import { describe, expect, onTestFinished, test, vi } from "vitest";
import { stages } from "../../../../shared/core/diagnosis/probe.ts";
import { GrpcTalosApi } from "../../../../shared/node/talos-api/grpc-talos-api.ts";
import type { TalosContext } from "../../../../shared/core/talosconfig/types.ts";
import { talosApi } from "../../../../shared/node/talos-api/talos-api.ts";
import { base64 } from "../../../doubles/certificates.ts";
import { never, type Answers } from "../../../doubles/fault-node.ts";
import {
  MadeAuthority,
  type MadeKeyKind,
} from "../../../doubles/made-certificate.ts";
import { startFullPort, startSilent } from "../../../doubles/plain-servers.ts";
import {
  admin,
  atNode,
  ca,
  other,
  ours,
  started,
  startedNode,
} from "./talos-faults.ts";
import { canaries, contextAt, probeAndJudge } from "./probe-and-judge.ts";

const patient = { patienceMs: 10_000 };
/** Longer than a test may take: whatever waits it out fails. */
const endless = { patienceMs: 600_000 };
function newApi(keepMs = 0): GrpcTalosApi {
  const api = new GrpcTalosApi({ environment: {}, keepMs });
  onTestFinished(() => api.close());
  return api;
}

const stuck: Answers = { version: (_request, { signal }) => never(signal) };

describe("keys", () => {
  const kinds: readonly MadeKeyKind[] = ["ed25519", "p256", "rsa2048"];
  test.each(kinds)("a cluster of %s can be talked to", async (key) => {
    const authority = MadeAuthority.make({ key });
    const pair = authority.client({ key });
    for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
      const node = await startedNode({
        server: authority.server({ key }),
        clientCa: authority.pair.crt,
        tls: { maxVersion },
      });
      const { verdict } = await probeAndJudge({
        config: contextAt(node.endpoint, authority.pair.crt, pair),
      });
      expect(verdict.code).toBe("fine");
      expect(verdict.evidence.join()).toContain(maxVersion);
    }
  });

  test("an Ed25519 key may have the label that Talos gives it", async () => {
    const key = admin.key.replaceAll("PRIVATE KEY", "ED25519 PRIVATE KEY");
    const config = await atNode({}, { ...admin, key });
    expect((await probeAndJudge({ config })).verdict.code).toBe("fine");
  });

  test("a `ca` of the old and the new CA knows the nodes of both", async () => {
    const authorities = [ours, other];
    const bundle = authorities.map(({ pair }) => pair.crt);
    for (const authority of authorities)
      for (const ordered of [bundle, bundle.toReversed()])
        for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
          const node = await startedNode({
            server: authority.server(),
            tls: { maxVersion },
          });
          const config = contextAt(node.endpoint, ordered.join(""), admin);
          const { verdict } = await probeAndJudge({ config });
          expect(verdict.code).toBe("fine");
        }
  });
});

describe("what goes with a call", () => {
  test("is what Talos' client sends", async () => {
    const node = await startedNode();
    await probeAndJudge({
      config: contextAt(node.endpoint, ca, admin, { cluster: "prod" }),
      node: "10.0.0.2",
    });
    expect(node.calls).toMatchObject([
      {
        path: "/machine.MachineService/Version",
        headers: {
          runtime: "Talos",
          context: "prod",
          node: "10.0.0.2",
          authorization: `Basic ${base64(`me:${canaries.password}`)}`,
        },
      },
    ]);
  });

  test("is no more than that where the context says nothing", async () => {
    const node = await startedNode();
    const { auth: _auth, ...config } = contextAt(node.endpoint, ca, admin);
    await probeAndJudge({ config });
    for (const name of ["context", "node", "nodes", "authorization"])
      expect(node.calls[0]?.headers).not.toHaveProperty(name);
  });

  test.each(["prod\r\nx: y", "日本", "a\0b", "x".repeat(70_000)])(
    "is refused here when it is no header (%j)",
    async (cluster) => {
      const node = await startedNode();
      const { probe } = await probeAndJudge({
        config: contextAt(node.endpoint, ca, admin, { cluster }),
      });
      expect(probe.trouble).toMatchObject({ code: "metadata" });
      expect(node.calls).toEqual([]);
    },
  );

  test("the name of the node and its clock come where they are asked for, and are not waited for", async () => {
    const ahead = 3600;
    const seconds = () => BigInt(Math.floor(Date.now() / 1000) + ahead);
    const asked = (answers: Answers) => atNode({ answers });
    const options = { wantsDetails: true };
    const known = await probeAndJudge({
      config: await asked({
        hostname: () => ({ messages: [{ hostname: "cp-1" }] }),
        time: () => ({ messages: [{ localtime: { seconds: seconds() } }] }),
      }),
      options,
    });
    expect(known.probe.node?.hostname).toBe("cp-1");
    expect(known.verdict.code).toBe("fine");
    expect(known.verdict.evidence.join("\n")).toMatch(
      /its clock is (3599|3600) s ahead of this machine's/,
    );
    const unknown = await probeAndJudge({
      config: await asked({ time: (_request, { signal }) => never(signal) }),
      options: { ...options, ...endless },
    });
    expect(unknown.verdict.code).toBe("fine");
    expect(unknown.probe.node).toMatchObject({
      hostname: null,
      clockAheadMs: null,
    });
  });
});

describe("an answer", () => {
  const kibibyte = 1024;
  const big = (bytes: number): Answers => ({
    version: () => ({
      messages: [{ platform: { name: "x".repeat(bytes) }, features: {} }],
    }),
  });

  test("of 60 KiB passes", async () => {
    const config = await atNode({ answers: big(60 * kibibyte) });
    expect((await probeAndJudge({ config })).verdict.code).toBe("fine");
  });

  test.each([
    ["a release of more than 64 KiB", 64, "probe"],
    ["a certificate of more than 1 MiB", 1024, "generate"],
  ] as const)("%s is refused before it has come", async (_, limit, verb) => {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(limit * kibibyte + 1, 1);
    const config = await atNode({
      handler: (_request, response) => {
        response.writeHead(200, { "content-type": "application/grpc+proto" });
        response.write(prefix);
      },
    });
    const { probe } =
      verb === "probe"
        ? await probeAndJudge({ config })
        : await refusal(config);
    expect(probe.trouble).toMatchObject({
      stage: "call",
      code: "resource_exhausted",
    });
  });

  async function refusal(config: TalosContext) {
    const api = new GrpcTalosApi({ environment: {}, keepMs: 0 });
    const request = { roles: ["os:reader"], ttlSeconds: 60 };
    const made = await api.generate(config, request, { patienceMs: 5000 });
    return made.ok ? expect.fail("a certificate was made") : made;
  }
});

describe("time", () => {
  const places = [
    ["a full port", startFullPort, "connect"],
    ["a silent server", startSilent, "handshake"],
    [
      "a node that does not answer",
      () => startedNode({ answers: stuck }),
      "call",
    ],
  ] as const;

  test.each(places)("is kept at %s", async (_name, start) => {
    const { endpoint } =
      await started<Awaited<ReturnType<typeof startFullPort>>>(start());
    const config = contextAt(endpoint, ca, admin);
    // Nothing else ends it: without the patience it would wait until the test's end.
    const { trouble } = await newApi().probe(
      { endpoint, config },
      { patienceMs: 300 },
    );
    // The call is taken back from a server that has it; what has not come so far is not there in time.
    expect(["timeout", "canceled"]).toContain(trouble?.code);
  });

  test.each(places)(
    "ends when it is cancelled at %s",
    async (_, start, stage) => {
      const { endpoint } =
        await started<Awaited<ReturnType<typeof startFullPort>>>(start());
      const config = contextAt(endpoint, ca, admin);
      const controller = new AbortController();
      const onStage = (begun: string) => {
        if (begun === stage) setImmediate(() => controller.abort());
      };
      const { trouble } = await newApi().probe(
        { endpoint, config },
        { ...endless, signal: controller.signal, onStage },
      );
      expect(trouble).not.toBeNull();
    },
  );

  test("is not even begun when it was cancelled before", async () => {
    const node = await startedNode();
    const config = contextAt(node.endpoint, ca, admin);
    const { trouble } = await newApi().probe(
      { endpoint: node.endpoint, config },
      { ...patient, signal: AbortSignal.abort() },
    );
    expect(trouble).not.toBeNull();
    expect(node.certificates).toEqual([]);
  });

  test("is told by stage, in the order of the path", async () => {
    const { port } = await startedNode();
    const endpoint = `localhost:${String(port)}`;
    const entered: string[] = [];
    const { took } = await newApi().probe(
      { endpoint, config: contextAt(endpoint, ca, admin) },
      { ...patient, onStage: (stage) => entered.push(stage) },
    );
    expect(entered).toEqual(["name", "connect", "handshake", "client", "call"]);
    expect(Object.keys(took)).toEqual(["context", ...entered]);
    expect(entered.toSorted((a, b) => place(a) - place(b))).toEqual(entered);
  });

  test("over a kept connection begins with the question, and anew where that does not carry", async () => {
    const first = await startedNode();
    const { endpoint, port } = first;
    const config = contextAt(endpoint, ca, admin);
    const api = newApi(60_000);
    const probed = async () => {
      const entered: string[] = [];
      const onStage = (stage: string) => entered.push(stage);
      await api.probe({ endpoint, config }, { ...patient, onStage });
      return entered;
    };
    const whole = ["connect", "handshake", "client", "call"];
    expect(await probed()).toEqual(whole);
    expect(await probed()).toEqual(["call"]);
    await first.stop();
    await startedNode({ port });
    const again = await probed();
    expect([whole, ["call", ...whole]]).toContainEqual(again);
  });

  test("is not told to begin again where it turned out to be broken", async () => {
    const node = await startedNode();
    const entered: string[] = [];
    const { endpoint } = node;
    const { trouble } = await newApi().probe(
      { endpoint, config: contextAt(endpoint, ca, other.client()) },
      { ...patient, onStage: (stage) => entered.push(stage) },
    );
    expect(trouble?.stage).toBe("client");
    expect(entered).toEqual(entered.toSorted((a, b) => place(a) - place(b)));
  });

  const place = (name: string) => stages.findIndex((stage) => stage === name);

  test("of two hundred at once is each one's own", async () => {
    const silent = await started(startSilent());
    const node = await startedNode();
    const api = newApi();
    const controller = new AbortController();
    const { signal } = controller;
    const hundredAt = (endpoint: string) => {
      const config = contextAt(endpoint, ca, admin);
      const probes = Array.from({ length: 100 }, () =>
        api.probe({ endpoint, config }, { ...endless, signal }),
      );
      return Promise.all(probes);
    };
    const waiting = hundredAt(silent.endpoint);
    // Those that are answered wait for none of the hundred that never are.
    const answered = await hundredAt(node.endpoint);
    expect(answered.filter(({ trouble }) => trouble !== null)).toEqual([]);
    await expect.poll(silent.open).toBe(100);
    controller.abort();
    const failed = await waiting;
    expect(failed.filter(({ trouble }) => trouble === null)).toEqual([]);
  });
});

describe("a connection", () => {
  test("is kept for the next question, and made anew when the node went away", async () => {
    const first = await startedNode();
    const { endpoint, port } = first;
    const config = contextAt(endpoint, ca, admin);
    const api = newApi(60_000);
    const ask = (node?: string) =>
      api.probe({ endpoint, config, ...(node ? { node } : {}) }, patient);
    const probes = [await ask(), await ask("10.0.0.2"), await ask()];
    expect(first.connections()).toBe(2);
    expect(first.calls.map(({ headers }) => headers["node"])).toEqual([
      undefined,
      "10.0.0.2",
      undefined,
    ]);
    for (const { trouble, chain, address } of probes)
      expect({ trouble, certificates: chain.length, address }).toEqual({
        trouble: null,
        certificates: 2,
        address: "127.0.0.1",
      });
    await first.stop();
    const second = await startedNode({ port });
    expect((await ask()).trouble).toBeNull();
    expect(second.connections()).toBe(2);
  });

  test("of one credential is not used for another", async () => {
    const node = await startedNode();
    const { endpoint } = node;
    const api = newApi(60_000);
    for (const pair of [admin, ours.client()])
      await api.probe(
        { endpoint, config: contextAt(endpoint, ca, pair) },
        patient,
      );
    expect(new Set(node.certificates.map(String)).size).toBe(2);
  });

  test("is kept from the last question on, and closed after its time", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const node = await startedNode();
    const { endpoint } = node;
    const config = contextAt(endpoint, ca, admin);
    const api = newApi(60_000);
    for (let asked = 0; asked < 3; asked += 1) {
      await api.probe({ endpoint, config }, patient);
      vi.advanceTimersByTime(40_000);
    }
    expect(node.connections()).toBe(2);
    expect(node.open()).toBe(1);
    vi.advanceTimersByTime(20_000);
    vi.useRealTimers();
    await expect.poll(node.open, { timeout: 20_000 }).toBe(0);
  });

  test("is closed at once where none is kept, and at close", async () => {
    const node = await startedNode();
    const { endpoint } = node;
    const config = contextAt(endpoint, ca, admin);
    const isClosed = () => expect.poll(node.open, { timeout: 20_000 }).toBe(0);
    await newApi(0).probe({ endpoint, config }, patient);
    await isClosed();
    const api = newApi(60_000);
    await api.probe({ endpoint, config }, patient);
    expect(node.open()).toBe(1);
    api.close();
    await isClosed();
  });
});

describe("TALOS_VAULT_OFFLINE", () => {
  test("set, nobody is contacted whatever is asked; unset, they are", async () => {
    const node = await startedNode();
    const { endpoint } = node;
    const config = contextAt(endpoint, ca, admin);
    const request = { roles: ["os:reader"], ttlSeconds: 60 };
    const offline = talosApi({
      environment: { TALOS_VAULT_OFFLINE: "1" },
      keepMs: 0,
    });
    const { trouble } = await offline.probe({ endpoint, config }, patient);
    expect(trouble).toMatchObject({ stage: "context", code: "offline" });
    expect(await offline.generate(config, request, patient)).toMatchObject({
      ok: false,
      endpoint,
      probe: { trouble: { code: "offline" } },
    });
    expect(node.connections()).toBe(0);
    const online = talosApi({ environment: {}, keepMs: 0 });
    const probe = await online.probe({ endpoint, config }, patient);
    online.close();
    expect(probe.trouble).toBeNull();
  });
});
