import { Code, ConnectError } from "@connectrpc/connect";
import { describe, expect, onTestFinished, test } from "vitest";
import { Secret } from "../../../../shared/core/secret.ts";
import { GrpcTalosApi } from "../../../../shared/node/talos-api/grpc-talos-api.ts";
import { admin, ca, startedNode } from "./talos-faults.ts";
import { contextAt, probeAndJudge } from "./probe-and-judge.ts";

describe("nodes that say too much, or nothing", () => {
  test("a password that a server repeats is in no evidence", async () => {
    const password = "canary-of-basic-auth";
    const { endpoint } = await startedNode({
      answers: {
        version: () => {
          throw new ConnectError(`bad login me:${password}`, Code.Internal);
        },
      },
    });
    const basic = { username: "me", password: new Secret(password) };
    const { probe, verdict } = await probeAndJudge({
      config: { ...contextAt(endpoint, ca, admin), auth: { basic } },
    });
    expect(probe.trouble?.text).toContain("bad login me:");
    expect(JSON.stringify([probe, verdict])).not.toContain(password);
  });

  test("of a release and a name no more is taken than can be true", async () => {
    const long = "v".repeat(10_000);
    const { endpoint } = await startedNode({
      answers: {
        version: () => ({
          messages: [{ version: { tag: long }, features: { rbac: true } }],
        }),
        hostname: () => ({ messages: [{ hostname: long }] }),
      },
    });
    const config = contextAt(endpoint, ca, admin);
    const api = new GrpcTalosApi({ environment: {}, keepMs: 0 });
    const { node } = await api.probe(
      { endpoint, config },
      { patienceMs: 5000, wantsDetails: true },
    );
    expect(node?.version).toHaveLength(64);
    expect(node?.hostname).toHaveLength(253);
  });

  test("a kept connection that hangs leaves time for the whole path", async () => {
    let isHanging = false;
    let version = "v1.13.0";
    const { endpoint } = await startedNode({
      answers: {
        version: async () => {
          if (isHanging) {
            isHanging = false;
            version = "v1.14.0";
            await new Promise(() => undefined);
          }
          return { messages: [{ version: { tag: version }, features: {} }] };
        },
      },
    });
    const config = contextAt(endpoint, ca, admin);
    const api = new GrpcTalosApi({ environment: {}, keepMs: 60_000 });
    onTestFinished(() => api.close());
    const ask = () => api.probe({ endpoint, config }, { patienceMs: 2000 });
    expect((await ask()).node?.version).toBe("v1.13.0");
    isHanging = true;
    expect((await ask()).node?.version).toBe("v1.14.0");
  });

  test("an endpoint with a zone is refused, as talosctl refuses it", async () => {
    const { verdict } = await probeAndJudge({
      config: contextAt("[::1%lo]:50000", ca, admin),
    });
    expect(verdict.code).toBe("endpoint-broken");
  });
});
