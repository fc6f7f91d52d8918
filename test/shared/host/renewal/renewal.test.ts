import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dayMs } from "../../../../shared/core/certificates/expiry.ts";
import { defaultSettings } from "../../../../shared/core/settings/settings.ts";
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

const secrets = "/home/you/secrets.pem";
const life = 300;

let authority: TestAuthority;
let talosconfig: string;
let memory: MemoryHost;
let talos: ScriptedTalosApi;

beforeAll(() => {
  authority = new TestAuthority();
  const { crt } = authority.pair;
  const contexts = new Map([
    ["prod", contextOf(crt, authority.client({ days: life }))],
    [
      "reader",
      contextOf(crt, authority.client({ roles: ["os:reader"], days: life })),
    ],
  ]);
  talosconfig = emitTalosconfig({ context: "prod", contexts });
});
afterAll(() => authority.dispose());

async function open(): Promise<MemoryHost["host"]> {
  memory = await openHost(talosconfig);
  memory.now = new Date();
  talos = new ScriptedTalosApi();
  talos.make = nodeOf(authority, () => memory.now ?? new Date());
  memory.talos = talos;
  memory.files.set(secrets, authority.pair.crt + authority.pair.key);
  return memory.host;
}

const fingerprintOf = async (name: string) =>
  must(await memory.host.ask("contexts.show", { name })).fingerprint;

const order = {
  name: "prod",
  source: { kind: "node" as const, asker: "prod" },
  ttlSeconds: 86_400,
  isUntested: false,
};

describe("renewing in the window", () => {
  test("the plan names who can make it, the roles and the present life", async () => {
    const host = await open();
    const own = must(await host.ask("renewals.plan", { name: "prod" }));
    expect(own).toMatchObject({
      sources: [{ kind: "node", asker: "prod" }],
      roles: ["os:admin"],
      ttlSeconds: 90 * 86_400,
      refusal: null,
    });
    const other = must(await host.ask("renewals.plan", { name: "reader" }));
    expect(other.sources).toEqual([{ kind: "node", asker: "prod" }]);
    must(await host.ask("authorities.import", { path: secrets, seal: false }));
    const kept = must(await host.ask("renewals.plan", { name: "prod" }));
    expect(kept.sources[0]).toEqual({ kind: "authority", isSealed: false });
    expect(talos.probed).toEqual([]);
  });

  test("a node makes it, an endpoint accepts it, and it is in place; undo brings the old one back", async () => {
    const host = await open();
    const before = await fingerprintOf("prod");
    memory.events.length = 0;
    const renewed = must(await host.ask("renewals.renew", order));
    expect(renewed.provenBy).toBe("10.0.0.1");
    expect(renewed.oldNotAfter).not.toBeNull();
    expect(await fingerprintOf("prod")).not.toBe(before);
    const steps = memory.events.flatMap((event) =>
      event.kind === "renewing" ? [event.step] : [],
    );
    expect(steps).toEqual(["issue", "test", "store"]);
    expect(memory.made).toMatchObject([
      { context: "prod", purpose: "context", via: "node", reason: "renewal" },
    ]);
    // The new one was tried, not the old one.
    const tried = Buffer.from(talos.probed[0]?.config.crt ?? "", "base64");
    const { validTo } = new X509Certificate(tried);
    expect(Date.parse(validTo)).toBe(Date.parse(renewed.notAfter));
    must(await host.ask("vault.undo", {}));
    expect(await fingerprintOf("prod")).toBe(before);
  });

  test("a reader is renewed through the administrator, and stays a reader", async () => {
    const host = await open();
    must(await host.ask("renewals.renew", { ...order, name: "reader" }));
    const page = must(await host.ask("contexts.show", { name: "reader" }));
    expect(page.roles).toEqual(["os:reader"]);
    expect(talos.requests).toMatchObject([{ roles: ["os:reader"] }]);
  });

  test("where the administrator that was proposed gets nothing, the next one asks; nobody waits for a third", async () => {
    const host = await open();
    const { crt } = authority.pair;
    const admin = (days: number) => ({
      ...contextOf(crt, authority.client({ days })),
      endpoints: [`10.0.0.${String(days)}`],
    });
    const contexts = new Map([
      ["lasts-less", admin(61)],
      ["lasts-longer", admin(62)],
      ["never-asked", admin(60)],
    ]);
    const more = emitTalosconfig({ context: "", contexts });
    memory.files.set("/home/you/more", more);
    must(await host.ask("contexts.remove", { names: ["prod"] }));
    const path = "/home/you/more";
    const opened = must(await host.ask("imports.open", { kind: "path", path }));
    const token = opened?.token ?? "";
    const choices: never[] = [];
    must(await host.ask("imports.apply", { token, choices, use: false }));
    const asked: string[] = [];
    const gone = talos.make;
    let working = "10.0.0.61";
    talos.make = (config, ...rest) => {
      const [endpoint = ""] = config.endpoints;
      asked.push(endpoint);
      return endpoint === working
        ? gone(config, ...rest)
        : noAnswer("ECONNREFUSED");
    };
    const plan = must(await host.ask("renewals.plan", { name: "reader" }));
    const source = { kind: "node" as const, asker: "lasts-longer" };
    expect(plan.sources).toEqual([source]);
    const wanted = { ...order, name: "reader", source };
    must(await host.ask("renewals.renew", wanted));
    expect(asked).toEqual(["10.0.0.62", "10.0.0.61"]);
    working = "none";
    asked.length = 0;
    expect(await host.ask("renewals.renew", wanted)).toMatchObject({
      error: { code: "cluster-unreachable" },
    });
    expect(asked).toEqual(["10.0.0.62", "10.0.0.61"]);
  });

  test("no node is asked as a context that is no administrator of the cluster", async () => {
    const host = await open();
    const source = { kind: "node" as const, asker: "reader" };
    expect(
      await host.ask("renewals.renew", { ...order, source }),
    ).toMatchObject({ ok: false, error: { code: "credential-unusable" } });
    expect(talos.requests).toEqual([]);
    expect(memory.made).toEqual([]);
  });

  test("an authority of a file makes it too, once", async () => {
    const host = await open();
    const path = secrets;
    const opened = must(await host.ask("issuing.open-authority", { path }));
    const source = { kind: "file" as const, token: opened?.token ?? "" };
    must(await host.ask("renewals.renew", { ...order, source }));
    expect(memory.made).toMatchObject([{ via: "authority" }]);
    expect(talos.requests).toEqual([]);
  });

  test("one that no endpoint accepts leaves the old one, and one line in the ledger", async () => {
    const host = await open();
    const before = await fingerprintOf("prod");
    talos.outcome = () => breaksAt("client", "ERR_SSL", { alert: 48 });
    const refused = await host.ask("renewals.renew", order);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: "cluster-refused" },
    });
    expect(refused.ok ? "" : refused.error.message).toContain(
      "the old one stays",
    );
    expect(await fingerprintOf("prod")).toBe(before);
    expect(memory.made).toHaveLength(1);
    must(await host.ask("renewals.renew", { ...order, isUntested: true }));
    expect(await fingerprintOf("prod")).not.toBe(before);
  });

  test("what somebody else put in place meanwhile stays", async () => {
    const host = await open();
    const path = secrets;
    const opened = must(await host.ask("issuing.open-authority", { path }));
    talos.outcome = async () => {
      // While the new one is tried, another window issues one.
      await host.ask("issuing.issue", {
        context: "prod",
        roles: ["os:operator"],
        ttlSeconds: 3600,
        authority: { kind: "file", token: opened?.token ?? "" },
        acceptsCustomRoles: false,
        isForced: false,
        target: { kind: "renew" },
      });
      return answers();
    };
    const source = { kind: "file" as const, token: opened?.token ?? "" };
    const outcome = await host.ask("renewals.renew", { ...order, source });
    const page = must(await host.ask("contexts.show", { name: "prod" }));
    expect(page.roles).toEqual(["os:operator"]);
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: "context-conflict" },
    });
  });
});

describe("calling a renewal off", () => {
  const attempt = "ab".repeat(16);
  const cancel = async () =>
    must(await memory.host.ask("attempts.cancel", { attempt }));
  const begin = () => memory.host.ask("renewals.renew", { ...order, attempt });
  const cancelled = { ok: false, error: { code: "cancelled" } };

  test("a node that is being asked is asked no longer, and nothing was made", async () => {
    await open();
    const before = await fingerprintOf("prod");
    talos.make = silentNode;
    const renewing = begin();
    await vi.waitFor(() => expect(talos.requests).toHaveLength(1));
    await cancel();
    expect(await renewing).toMatchObject(cancelled);
    expect(await fingerprintOf("prod")).toBe(before);
    expect(memory.made).toEqual([]);
  });

  test("what was made by then reaches nobody, and the ledger says so", async () => {
    await open();
    const before = await fingerprintOf("prod");
    talos.outcome = async () => {
      await cancel();
      return answers();
    };
    expect(await begin()).toMatchObject(cancelled);
    expect(await fingerprintOf("prod")).toBe(before);
    expect(memory.made).toMatchObject([{ isUndelivered: true }]);
    const steps = memory.events.flatMap((event) =>
      event.kind === "renewing" ? [event.step] : [],
    );
    expect(steps).toEqual(["issue", "test"]);
  });

  test("a locked vault cancels it", async () => {
    const host = await open();
    talos.make = silentNode;
    const renewing = begin();
    await vi.waitFor(() => expect(talos.requests).toHaveLength(1));
    await host.lock("a test");
    expect(await renewing).toMatchObject({
      ok: false,
      error: { code: "vault-locked" },
    });
    expect(memory.made).toEqual([]);
  });

  test("what is over, or was never begun, is not cancelled", async () => {
    await open();
    must(await begin());
    await cancel();
    expect(memory.made).toHaveLength(1);
    expect(memory.made[0]).not.toHaveProperty("isUndelivered");
  });
});

describe("renewing by itself", () => {
  const due = () => new Date(Date.now() + (life * dayMs * 2) / 3 + dayMs);
  const on = {
    ...defaultSettings,
    automaticRenewal: true,
    expiryNotices: false,
  };

  test("is off unless somebody wants it", async () => {
    const host = await open();
    memory.now = due();
    await host.wake();
    expect(talos.requests).toEqual([]);
    expect(memory.made).toEqual([]);
  });

  test("leaves alone what has a third of its life left, or more", async () => {
    const host = await open();
    memory.settings = on;
    memory.now = new Date(due().getTime() - 3 * dayMs);
    await host.wake();
    expect(talos.requests).toEqual([]);
  });

  test("renews at two thirds, says so, and writes why into the ledger", async () => {
    const host = await open();
    const before = await fingerprintOf("prod");
    memory.settings = on;
    memory.now = due();
    await host.wake();
    expect(await fingerprintOf("prod")).not.toBe(before);
    const reasons = new Map(
      memory.made.map(({ context, reason }) => [context, reason]),
    );
    expect(reasons).toEqual(
      new Map([
        ["prod", "automatic renewal"],
        ["reader", "automatic renewal"],
      ]),
    );
    expect(memory.notified.toSorted()).toEqual([
      expect.stringMatching(/^A certificate was renewed: prod: until/),
      expect.stringMatching(/^A certificate was renewed: reader: until/),
    ]);
    // The new ones are not due: nothing more happens.
    await host.wake();
    expect(memory.made).toHaveLength(2);
  });

  test("tries once a day for each certificate, whatever comes of it", async () => {
    const host = await open();
    memory.settings = on;
    memory.now = due();
    talos.outcome = () => breaksAt("client", "ERR_SSL", { alert: 48 });
    for (let turn = 0; turn < 5; turn++) await host.wake();
    expect(talos.requests).toHaveLength(2);
    expect(memory.notified).toHaveLength(2);
    expect(memory.notified[0]).toContain("could not be renewed");
    memory.now = new Date(memory.now.getTime() + dayMs);
    await host.wake();
    await host.wake();
    expect(talos.requests).toHaveLength(4);
  });

  test("asks for all of them together: a node that hangs holds up no other", async () => {
    const host = await open();
    memory.settings = on;
    memory.now = due();
    let asked = 0;
    memory.talos = {
      probe: (...probed) => talos.probe(...probed),
      generate: async (...wanted) => {
        asked += 1;
        await vi.waitFor(() => expect(asked).toBe(2));
        return talos.generate(...wanted);
      },
      close: () => undefined,
    };
    await host.wake();
    const contexts = memory.made.map(({ context }) => context);
    expect(contexts.toSorted()).toEqual(["prod", "reader"]);
  });

  test("does nothing while the vault is locked", async () => {
    const host = await open();
    memory.settings = on;
    memory.now = due();
    await host.lock("a test");
    await host.wake();
    expect(talos.requests).toEqual([]);
  });

  test("never asks for the passphrase of a sealed authority", async () => {
    const host = await open();
    memory.passphrase = "several long words";
    must(await host.ask("authorities.import", { path: secrets, seal: true }));
    memory.passphrase = null;
    memory.settings = on;
    memory.now = due();
    await host.wake();
    expect(memory.made.map(({ via }) => via)).toEqual(["node", "node"]);
  }, 60_000);
});

describe("checks in the background", () => {
  const minuteMs = 60_000;

  test("are off: nobody is contacted, however long it runs", async () => {
    const host = await open();
    for (let turn = 0; turn < 5; turn++) {
      memory.wait(10 * minuteMs);
      await host.wake();
    }
    expect(talos.probed).toEqual([]);
  });

  test("ask the current context's endpoints every ten minutes, and no others", async () => {
    const host = await open();
    memory.settings = { ...defaultSettings, backgroundChecks: true };
    await host.wake();
    await host.wake();
    expect(talos.probed).toHaveLength(1);
    memory.wait(9 * minuteMs);
    await host.wake();
    expect(talos.probed).toHaveLength(1);
    memory.wait(minuteMs);
    await host.wake();
    expect(talos.probed).toHaveLength(2);
    expect([...memory.health.health.keys()]).toEqual(["prod"]);
    await host.lock("a test");
    memory.wait(10 * minuteMs);
    await host.wake();
    expect(talos.probed).toHaveLength(2);
  });
});
