import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type {
  ChannelName,
  RequestOf,
} from "../../../../shared/contract/index.ts";
import { emitTalosconfig } from "../../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf, TestAuthority } from "../../../doubles/certificates.ts";
import {
  must,
  openHost,
  type MemoryHost,
} from "../../../doubles/memory-host.ts";
import {
  answers,
  breaksAt,
  noAnswer,
  nodeOf,
  ScriptedTalosApi,
  silentNode,
} from "../../../doubles/scripted-talos-api.ts";

let authority: TestAuthority;
let talosconfig: string;
let memory: MemoryHost;
let talos: ScriptedTalosApi;

beforeAll(() => {
  authority = new TestAuthority();
  const prod = contextOf(authority.pair.crt, authority.client({ days: 300 }));
  const lab = { ...prod, endpoints: ["10.9.0.1", "10.9.0.2"], nodes: [] };
  const contexts = new Map([
    ["prod", prod],
    ["lab", lab],
  ]);
  talosconfig = emitTalosconfig({ context: "prod", contexts });
});
afterAll(() => authority.dispose());

async function open(): Promise<MemoryHost["host"]> {
  memory = await openHost(talosconfig);
  memory.now = new Date();
  talos = new ScriptedTalosApi();
  memory.talos = talos;
  return memory.host;
}

describe("asking endpoints from the window", () => {
  test("nobody is asked before somebody asks, and what is known is kept", async () => {
    const host = await open();
    expect(must(await host.ask("health.list", {}))).toEqual([]);
    expect(talos.probed).toEqual([]);
    const names = ["prod"];
    must(await host.ask("health.check", { names, wantsNodes: false }));
    expect(talos.probed.map(({ endpoint }) => endpoint)).toEqual(["10.0.0.1"]);
    expect(must(await host.ask("health.list", {}))).toMatchObject([
      { name: "prod", endpoints: [{ version: "v1.13.0", hostname: "cp-1" }] },
    ]);
  });

  test("the window hears every stage of every endpoint, then that it is over", async () => {
    const host = await open();
    memory.events.length = 0;
    const names = ["lab"];
    must(await host.ask("health.check", { names, wantsNodes: false }));
    const stages = memory.events.flatMap((event) =>
      event.kind === "checking" ? [`${event.endpoint} ${event.stage}`] : [],
    );
    expect(stages).toContain("10.9.0.1 connect");
    expect(stages).toContain("10.9.0.2 call");
    expect(memory.events.at(-1)).toEqual({ kind: "health" });
  });

  test("a window that comes later learns that a check runs, how far it is, and that it is over", async () => {
    const host = await open();
    const running = async (name: string) =>
      must(await host.ask("health.running", { name }));
    expect(await running("lab")).toBeNull();
    const held: (() => void)[] = [];
    memory.talos = {
      probe: async (target, options) => {
        options.onStage?.("connect");
        options.onStage?.("handshake");
        await new Promise<void>((resolve) => held.push(resolve));
        return answers();
      },
      generate: (...wanted) => talos.generate(...wanted),
      close: () => undefined,
    };
    memory.events.length = 0;
    const names = ["lab"];
    const checks = [1, 2].map(() =>
      host.ask("health.check", { names, wantsNodes: false }),
    );
    // However busy the machine is: what never comes ends with the test.
    await expect.poll(() => held.length, { timeout: 20_000 }).toBe(4);
    expect(memory.events[0]).toEqual({ kind: "checks" });
    const probe = { node: null, met: ["connect", "handshake"] };
    const probes = ["10.9.0.1", "10.9.0.2"].map((endpoint) => ({
      endpoint,
      ...probe,
    }));
    expect(await running("lab")).toEqual(probes);
    expect(await running("prod")).toBeNull();
    // The first of two ends: the other goes on.
    for (const release of held.slice(0, 2)) release();
    await checks[0];
    expect(await running("lab")).toEqual(probes);
    for (const release of held) release();
    await Promise.all(checks);
    expect(await running("lab")).toBeNull();
  });

  test("what was found is there when the window hears that it is over", async () => {
    const host = await open();
    let heard: Promise<unknown> = Promise.resolve();
    host.listen(({ kind }) => {
      if (kind === "health") heard = host.ask("health.list", {});
    });
    const names = ["prod"];
    must(await host.ask("health.check", { names, wantsNodes: false }));
    expect(await heard).toMatchObject({ value: [{ name: "prod" }] });
  });

  test("what is known goes along when a context is renamed, and goes with it when it is removed", async () => {
    const host = await open();
    const names = ["prod", "lab"];
    must(await host.ask("health.check", { names, wantsNodes: false }));
    must(await host.ask("contexts.rename", { from: "prod", to: "prod-eu" }));
    const known = async () =>
      must(await host.ask("health.list", {})).map(({ name }) => name);
    expect((await known()).toSorted()).toEqual(["lab", "prod-eu"]);
    must(await host.ask("contexts.duplicate", { from: "lab", as: "prod" }));
    expect((await known()).toSorted()).toEqual(["lab", "prod-eu"]);
    must(await host.ask("contexts.remove", { names: ["lab"] }));
    expect(await known()).toEqual(["prod-eu"]);
    // Names that change places, and a third that is asked: each keeps what is its own.
    const ask = async <Name extends ChannelName>(
      name: Name,
      request: RequestOf<Name>,
    ) => {
      memory.now = new Date((memory.now?.getTime() ?? 0) + 1000);
      must(await host.ask(name, request));
    };
    const edit = { endpoints: ["10.7.0.1"] };
    await ask("contexts.edit", { name: "prod", edit });
    await ask("health.check", { names: ["prod"], wantsNodes: false });
    await ask("contexts.rename", { from: "prod-eu", to: "swap" });
    await ask("contexts.rename", { from: "prod", to: "prod-eu" });
    await ask("contexts.rename", { from: "swap", to: "prod" });
    await ask("contexts.duplicate", { from: "prod", as: "third" });
    await ask("health.check", { names: ["third"], wantsNodes: false });
    const endpoints = must(await host.ask("health.list", {})).map(
      (one) => [one.name, one.endpoints[0]?.endpoint] as const,
    );
    expect(new Map(endpoints)).toEqual(
      new Map([
        ["prod", "10.0.0.1"],
        ["prod-eu", "10.7.0.1"],
        ["third", "10.0.0.1"],
      ]),
    );
    // What it was asked at before is not its own any more.
    await ask("contexts.edit", { name: "prod", edit });
    expect(await known()).not.toContain("prod");
  });

  test("nodes are asked through an endpoint that answers, when they are wanted", async () => {
    const host = await open();
    const names = ["prod"];
    const [checked] = must(
      await host.ask("health.check", { names, wantsNodes: true }),
    );
    expect(checked?.endpoints.map(({ node }) => node)).toEqual([
      null,
      "10.0.0.2",
    ]);
    talos.probed.length = 0;
    talos.outcome = () => breaksAt("connect", "ECONNREFUSED");
    const [broken] = must(
      await host.ask("health.check", { names, wantsNodes: true }),
    );
    expect(broken?.endpoints).toMatchObject([
      { node: null, verdict: { code: "refused", brokenAt: "connect" } },
    ]);
  });

  test("no key crosses the wall with a verdict", async () => {
    const host = await open();
    talos.outcome = () => answers();
    const names = ["prod", "lab"];
    const said = await host.ask("health.check", { names, wantsNodes: true });
    expect(JSON.stringify(said)).not.toMatch(/LS0t|PRIVATE/);
  });

  test("a locked vault asks nobody", async () => {
    const host = await open();
    await host.lock("a test");
    const names = ["prod"];
    expect(
      await host.ask("health.check", { names, wantsNodes: false }),
    ).toMatchObject({ ok: false, error: { code: "vault-locked" } });
    expect(talos.probed).toEqual([]);
    expect(talos.closed).toBe(1);
  });
});

describe("a credential for somebody else", () => {
  const order = {
    context: "prod",
    roles: ["os:reader"],
    ttlSeconds: 3600,
    authority: { kind: "node" as const, asker: "prod" },
    acceptsCustomRoles: false,
    isForced: false,
    target: { kind: "context" as const, as: "colleague" },
  };

  test("is made by a node where the vault has no authority", async () => {
    const host = await open();
    talos.make = nodeOf(authority);
    const { target: _, ...terms } = order;
    const preview = must(await host.ask("issuing.preview", terms));
    expect(preview).toMatchObject({ subject: "O=os:reader", refusal: null });
    must(await host.ask("issuing.issue", order));
    const rows = must(await host.ask("contexts.list", {}));
    expect(rows.find(({ name }) => name === "colleague")).toMatchObject({
      roles: ["os:reader"],
    });
    expect(memory.made).toMatchObject([
      { via: "node", recipient: "colleague" },
    ]);
  });

  test("is refused as whoever is no administrator of the cluster", async () => {
    const host = await open();
    const asked = {
      ...order,
      authority: { kind: "node" as const, asker: "lab" },
    };
    expect(await host.ask("issuing.issue", asked)).toMatchObject({ ok: false });
    expect(memory.made).toEqual([]);
  });
});

describe("a session through a node", () => {
  const request = {
    context: "prod",
    roles: ["os:reader"],
    ttlSeconds: 600,
    delivery: "best" as const,
    isFollowing: false,
  };

  test("has exactly the role that was chosen, and is in the ledger", async () => {
    const host = await open();
    talos.make = nodeOf(authority);
    const { session } = must(await host.ask("sessions.start", request));
    expect(session).toMatchObject({
      credential: "derived",
      roles: ["os:reader"],
    });
    expect(talos.requests).toEqual([{ roles: ["os:reader"], ttlSeconds: 600 }]);
    expect(memory.issued).toMatchObject([{ purpose: "session", via: "node" }]);
  });

  test("is refused when no node answers, because less was chosen than the own key has", async () => {
    const host = await open();
    expect(await host.ask("sessions.start", request)).toMatchObject({
      ok: false,
      error: { code: "cluster-unreachable" },
    });
    expect(memory.leases.size).toBe(0);
  });

  test("is dropped when it is cancelled: no session, no credential, not the own key either", async () => {
    const host = await open();
    const attempt = "cd".repeat(16);
    talos.make = silentNode;
    for (const roles of [["os:reader"], ["os:admin"]]) {
      talos.requests.length = 0;
      const starting = host.ask("sessions.start", {
        ...request,
        roles,
        attempt,
      });
      await vi.waitFor(() => expect(talos.requests).toHaveLength(1));
      must(await host.ask("attempts.cancel", { attempt }));
      expect(await starting).toMatchObject({
        ok: false,
        error: { code: "cancelled" },
      });
    }
    expect(memory.leases.size).toBe(0);
    expect(memory.made).toEqual([]);
  });

  test("that was made when it is cancelled reaches nobody, and the ledger says so", async () => {
    const host = await open();
    const attempt = "cd".repeat(16);
    talos.make = async (...asked) => {
      must(await host.ask("attempts.cancel", { attempt }));
      return nodeOf(authority)(...asked);
    };
    const started = await host.ask("sessions.start", { ...request, attempt });
    expect(started).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(memory.leases.size).toBe(0);
    expect(memory.made).toMatchObject([{ isUndelivered: true }]);
  });

  test("is not answered with the own key, though that has the same role", async () => {
    const host = await open();
    const admin = { ...request, roles: ["os:admin"] };
    expect(await host.ask("sessions.start", admin)).toMatchObject({
      ok: false,
      error: {
        code: "cluster-unreachable",
        message: expect.stringContaining("Nothing listens on") as string,
      },
    });
    expect(memory.leases.size).toBe(0);
  });

  test("that gets more time, another context or follows says what is odd about the credential made for it", async () => {
    const host = await open();
    talos.make = nodeOf(authority);
    const following = { ...request, isFollowing: true };
    const { session } = must(await host.ask("sessions.start", following));
    const { id } = session;
    talos.make = nodeOf(authority, () => new Date(Date.now() + 20 * 60_000));
    const message = expect.stringContaining(
      "20 min ahead of this machine",
    ) as string;
    const odd = [{ code: "clocks-differ", message }];
    for (const asked of [
      await host.ask("sessions.extend", { id, seconds: 7200 }),
      await host.ask("sessions.repoint", { id, context: "prod" }),
      await host.ask("contexts.use", { name: "prod" }),
    ])
      expect(must(asked).warnings).toMatchObject(odd);
  });

  test("that runs stays as it is when more time or another context cannot be had", async () => {
    const host = await open();
    talos.make = nodeOf(authority);
    const { session } = must(await host.ask("sessions.start", request));
    const { id } = session;
    const before = memory.documents.get(id);
    talos.make = () => noAnswer("ECONNREFUSED");
    for (const asked of [
      await host.ask("sessions.extend", { id, seconds: 7200 }),
      await host.ask("sessions.repoint", { id, context: "prod" }),
    ])
      expect(asked).toMatchObject({
        ok: false,
        error: { code: "cluster-unreachable" },
      });
    expect(memory.documents.get(id)).toBe(before);
    const [listed] = must(await host.ask("sessions.list", {}));
    expect(listed).toMatchObject({
      credential: "derived",
      roles: ["os:reader"],
      expiresAt: session.expiresAt,
    });
  });
});
