import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  afterAll,
  beforeAll,
  describe,
  expect,
  onTestFinished,
  test,
} from "vitest";
import { diagnose } from "../../../../shared/core/diagnosis/diagnose.ts";
import type { ProbeOptions } from "../../../../shared/core/ports/talos-api.ts";
import type { TalosContext } from "../../../../shared/core/talosconfig/types.ts";
import { GrpcTalosApi } from "../../../../shared/node/talos-api/grpc-talos-api.ts";
import { MadeAuthority } from "../../../doubles/made-certificate.ts";
import { closedPort, startSilent } from "../../../doubles/plain-servers.ts";
import {
  authorityOf,
  machineConfig,
  prodFiles,
} from "../../../doubles/prod-cluster.ts";
import { startTalosNode } from "../../../doubles/talos-node.ts";
import { describeWithShared } from "../../../shared-material.ts";
import {
  admin,
  ca,
  other,
  ours,
  started,
  startedNode,
} from "./talos-faults.ts";
import { contextAt } from "./probe-and-judge.ts";

const request = { roles: ["os:reader"], ttlSeconds: 3600 };
/** Longer than a test may take: whatever waits it out fails. */
const endless = { patienceMs: 600_000 };

function generate(
  config: TalosContext,
  options: Partial<ProbeOptions> = {},
  wanted = request,
) {
  const api = new GrpcTalosApi({ environment: {}, keepMs: 0 });
  onTestFinished(() => api.close());
  return api.generate(config, wanted, { patienceMs: 10_000, ...options });
}

const refusing = async () => `127.0.0.1:${String(await closedPort())}`;

/** What the judge says about the probe that came farthest. */
function judged(
  config: TalosContext,
  answer: Awaited<ReturnType<typeof generate>>,
) {
  if (answer.ok) expect.fail("somebody answered");
  const { endpoint, probe } = answer;
  const now = new Date();
  const { code } = diagnose({ context: "prod", endpoint, config, probe, now });
  return { endpoint, code };
}

describeWithShared("a certificate that a node makes", prodFiles, () => {
  const authority = authorityOf("prod");
  const prod = MadeAuthority.of(authority);
  const administrator = prod.client();
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "tv-generate-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const at = (...endpoints: readonly string[]) =>
    contextAt("", authority.crt, administrator, { endpoints });
  const node = (...flags: readonly string[]) =>
    started(startTalosNode(...flags));
  const worker = async () => {
    const config = join(folder, "worker.yaml");
    const text = machineConfig("prod");
    writeFileSync(config, text.replace("type: controlplane", "type: worker"));
    return node("-config", config);
  };

  test("is for these roles and this long, with its key, under the cluster's CA", async () => {
    const { endpoint } = await node();
    const answer = await generate(at(endpoint));
    if (!answer.ok) expect.fail(answer.probe.trouble.text);
    const { value } = answer;
    expect(value.endpoint).toBe(endpoint);
    expect(value.ca).toBe(authority.crt);
    const crt = new X509Certificate(value.crt);
    const root = new X509Certificate(value.ca);
    expect(crt.checkIssued(root)).toBe(true);
    expect(crt.verify(root.publicKey)).toBe(true);
    expect(crt.subject).toBe("O=os:reader");
    expect(crt.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
    const lasts = Date.parse(crt.validTo) - Date.parse(crt.validFrom);
    expect(Math.abs(lasts / 1000 - request.ttlSeconds)).toBeLessThan(5);
    const key = createPrivateKey(
      value.key.reveal().replaceAll("ED25519 PRIVATE KEY", "PRIVATE KEY"),
    );
    expect(crt.checkPrivateKey(key)).toBe(true);
  });

  test("can be used at once", async () => {
    const { endpoint } = await node();
    const answer = await generate(at(endpoint));
    if (!answer.ok) expect.fail(answer.probe.trouble.text);
    const { crt, key } = answer.value;
    const pair = { crt, key: key.reveal() };
    const config = contextAt(endpoint, authority.crt, pair);
    const api = new GrpcTalosApi({ environment: {}, keepMs: 0 });
    const { trouble } = await api.probe(
      { endpoint, config },
      { patienceMs: 10_000 },
    );
    expect(trouble).toBeNull();
    // It may look at everything and make nothing.
    expect(judged(config, await generate(config)).code).toBe("role-refused");
  });

  test("comes from the next endpoint when nobody is at the first", async () => {
    const { endpoint } = await node();
    const answer = await generate(at(await refusing(), endpoint));
    expect(answer).toMatchObject({ ok: true, value: { endpoint } });
  });

  test("comes from the next endpoint when the first is a worker", async () => {
    const { endpoint } = await node();
    const first = await worker();
    const answer = await generate(at(first.endpoint, endpoint));
    expect(answer).toMatchObject({ ok: true, value: { endpoint } });
  });

  test("comes from nobody when all are workers, or gone", async () => {
    const { endpoint } = await worker();
    const config = at(await refusing(), endpoint, await refusing());
    expect(judged(config, await generate(config))).toEqual({
      endpoint,
      code: "control-plane-only",
    });
  });

  test("is asked of one node where two could be", async () => {
    const journals = ["first", "second"].map((name) => join(folder, name));
    const nodes = await Promise.all(
      journals.map((journal) => node("-journal", journal)),
    );
    const answer = await generate(at(...nodes.map(({ endpoint }) => endpoint)));
    expect(answer.ok).toBe(true);
    const calls = journals.flatMap((journal) =>
      readFileSync(journal, "utf8").trim().split("\n").filter(Boolean),
    );
    expect(calls.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { method: "/machine.MachineService/GenerateClientConfiguration" },
    ]);
  });

  test("is refused for a time that is none", async () => {
    const { endpoint } = await node();
    const answer = await generate(
      at(endpoint),
      {},
      { ...request, ttlSeconds: 0 },
    );
    expect(answer).toMatchObject({
      ok: false,
      probe: {
        trouble: { stage: "call", text: "crt_ttl should be positive" },
      },
    });
  });
});

describe("asking several endpoints", () => {
  const made = {
    generateClientConfiguration: () => ({
      messages: [{ ca: Buffer.from(ca) }],
    }),
  };

  test("does not wait for one that says nothing, and lets go of it", async () => {
    const silent = await started(startSilent());
    const node = await startedNode({ answers: made });
    const endpoints = [silent.endpoint, node.endpoint];
    const config = contextAt("", ca, admin, { endpoints });
    const answer = await generate(config, endless);
    expect(answer).toMatchObject({
      ok: true,
      value: { endpoint: node.endpoint },
    });
    expect(silent.connections()).toBe(1);
    await expect.poll(silent.open, { timeout: 20_000 }).toBe(0);
  });

  test("gives up on all of them in time, and reports the one that came farthest", async () => {
    const silent = await started(startSilent());
    const liar = await startedNode({ server: other.server() });
    const endpoints = [await refusing(), "cp:", liar.endpoint, silent.endpoint];
    const config = contextAt("", ca, admin, { endpoints });
    // Without an end of its own the silent one would be waited for until the test's.
    const answer = await generate(config, { patienceMs: 800 });
    expect(judged(config, answer)).toEqual({
      endpoint: liar.endpoint,
      code: "other-ca",
    });
  });

  test("ends when it is cancelled, however many are left", async () => {
    const silent = await started(startSilent());
    const endpoints = Array.from({ length: 30 }, () => silent.endpoint);
    const config = contextAt("", ca, admin, { endpoints });
    const controller = new AbortController();
    const { signal } = controller;
    const asking = generate(config, { ...endless, signal });
    await expect.poll(silent.open, { timeout: 20_000 }).toBeGreaterThan(1);
    controller.abort();
    const answer = await asking;
    expect(answer.ok).toBe(false);
    await expect.poll(silent.open, { timeout: 20_000 }).toBe(0);
  });

  test("says so where there are none", async () => {
    const config = contextAt("", ca, admin, { endpoints: [] });
    expect(judged(config, await generate(config)).code).toBe("no-endpoints");
  });

  test("goes on when one hangs up on the question", async () => {
    const rude = await startedNode({
      handler: ({ stream }) => stream.session?.destroy(),
    });
    const node = await startedNode({ answers: made });
    const answer = await generate(
      contextAt("", ca, ours.client(), {
        endpoints: [rude.endpoint, node.endpoint],
      }),
    );
    expect(rude.calls).toHaveLength(1);
    expect(answer).toMatchObject({
      ok: true,
      value: { endpoint: node.endpoint },
    });
  });
});
