import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { NetworkPath } from "../../../../shared/node/talos-api/path/network-path.ts";
import { MadeAuthority } from "../../../doubles/made-certificate.ts";
import { authorityOf, prodFiles } from "../../../doubles/prod-cluster.ts";
import { startTalosNode, type TalosNode } from "../../../doubles/talos-node.ts";
import { describeWithShared } from "../../../shared-material.ts";
import { started, probes } from "./talos-faults.ts";
import { contextAt, probeAndJudge } from "./probe-and-judge.ts";

const hour = 60 * 60 * 1000;

describeWithShared("a node with Talos' own authorizer", prodFiles, () => {
  const authority = authorityOf("prod");
  const prod = MadeAuthority.of(authority);
  const lab = MadeAuthority.of(authorityOf("lab"));
  const ca = authority.crt;
  let node: TalosNode;

  beforeAll(async () => {
    node = await startTalosNode();
  });
  afterAll(() => node.stop());

  const as =
    (pair: ReturnType<typeof prod.client> | null, more: object = {}) =>
    () => ({ config: contextAt(node.endpoint, ca, pair), ...more });
  const role = (...names: string[]) =>
    as(prod.client({ subject: names.map((name) => `O=${name}`) }));
  const flags =
    (...given: string[]) =>
    async () => {
      const { endpoint } = await started(startTalosNode(...given));
      return { config: contextAt(endpoint, ca, prod.client()) };
    };
  const judged = { brokenAt: "client" } as const;

  probes([
    ...["os:admin", "os:operator", "os:reader"].map((name) => ({
      name,
      code: "fine" as const,
      brokenAt: null,
      fact: "Talos v1.13.0",
      make: role(name),
    })),
    ...["os:etcd:backup", "os:impersonator", "unheard-of"].map((name) => ({
      name,
      code: "fine-limited" as const,
      brokenAt: null,
      fact: "permission_denied: not authorized",
      make: role(name),
    })),
    {
      name: "a certificate without any role",
      code: "fine-limited",
      brokenAt: null,
      fact: "permission_denied: not authorized",
      make: role(),
    },
    {
      ...judged,
      name: "an expired certificate",
      code: "client-expired",
      fact: "TLS alert 45",
      make: as(prod.client({ hours: [-9, -1] })),
    },
    {
      ...judged,
      name: "a certificate that is not valid yet",
      code: "client-not-yet-valid",
      fact: "TLS alert 45",
      make: as(prod.client({ hours: [1, 24] })),
    },
    ...(["client", "server"] as const).map((usage) => ({
      ...judged,
      name: `a certificate for ${usage}s, in time by a clock here that is slow`,
      code: "clocks-differ" as const,
      fact: "TLS alert 45",
      make: as(prod.client({ hours: [-2, -1], usages: [usage] }), {
        now: new Date(Date.now() - 1.5 * hour),
      }),
    })),
    {
      ...judged,
      name: "a certificate of another cluster",
      code: "client-other-ca",
      fact: "TLS alert 48",
      make: as(lab.client()),
    },
    ...([["server"], ["client", "server"], []] as const).map((usages) => ({
      ...judged,
      name: `an extended key usage of ${usages.join(" and ") || "nothing"}`,
      code: "wrong-key-usage" as const,
      fact: "TLS alert 42",
      make: as(prod.client({ usages })),
    })),
    {
      ...judged,
      name: "no client certificate",
      code: "no-client-certificate",
      fact: "TLS alert 116",
      make: as(null),
    },
    {
      name: "the CA of another cluster",
      code: "other-ca",
      brokenAt: "server",
      fact: "CN=talos-node, by O=talos",
      make: () => ({
        config: contextAt(node.endpoint, authorityOf("lab").crt, lab.client()),
      }),
    },
    {
      name: "a worker as the endpoint, asked for another node",
      code: "worker-endpoint",
      brokenAt: "call",
      fact: "permission_denied: no request forwarding",
      make: async () => ({
        ...(await flags("-forwarding=false")()),
        node: "127.0.0.2",
      }),
    },
    {
      name: "a worker as the endpoint, asked for itself",
      code: "fine",
      brokenAt: null,
      fact: "Talos v1.13.0",
      make: flags("-forwarding=false"),
    },
    {
      name: "an address that its certificate has not",
      code: "name-missing",
      brokenAt: "server",
      fact: "it stands for DNS:cp.test, IP Address:127.0.0.9",
      make: flags("-sans=127.0.0.9,cp.test"),
    },
    {
      name: "a certificate of its own that has ended",
      code: "clock-ahead",
      brokenAt: "server",
      fact: "CERT_HAS_EXPIRED",
      make: flags("-server-ttl=-10s"),
    },
  ]);

  test("it says its name and its clock where that is asked for", async () => {
    const { probe, verdict } = await probeAndJudge({
      ...as(prod.client())(),
      options: { wantsDetails: true },
    });
    expect(verdict.code).toBe("fine");
    expect(probe.node).toMatchObject({
      version: "v1.13.0",
      hostname: "talos-node",
      isInMaintenance: false,
    });
    expect(Math.abs(probe.node?.clockAheadMs ?? Infinity)).toBeLessThan(2000);
  });

  test("no answer is lost whose end comes with it, as Go's do", async () => {
    const config = contextAt(node.endpoint, ca, prod.client());
    const { signal } = new AbortController();
    const options = { signal, environment: {} };
    const result = await new NetworkPath(
      node.endpoint,
      config,
      options,
    ).connect();
    if (!result.ok) expect.fail(result.trouble.text);
    const { value: connection } = result;
    onTestFinished(() => connection.close());
    for (let round = 0; round < 10; round += 1) {
      const questions = Array.from({ length: 20 }, () =>
        connection.version({ signal }),
      );
      const lost = (await Promise.all(questions)).filter(({ ok }) => !ok);
      expect(lost).toEqual([]);
    }
  });
});
