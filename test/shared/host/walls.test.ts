import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contract } from "../../../shared/contract/index.ts";
import { channelNames } from "../../../shared/contract/channels.ts";
import { redact } from "../../../shared/host/page/redact.ts";
import { Secret } from "../../../shared/core/secret.ts";
import { TestAuthority } from "../../doubles/certificates.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { channelRequests } from "../../doubles/channel-requests.ts";
import { must, openHost, type MemoryHost } from "../../doubles/memory-host.ts";

const talosconfig = makeTalosconfig(3);
const keys = [...talosconfig.matchAll(/key: (\S+)/g)].map(
  ([, key = ""]) => key,
);

/** Everything that must never cross, in each form that it has. */
const signer = new TestAuthority();
afterAll(() => signer.dispose());

function canaries(memory: MemoryHost): readonly string[] {
  const pems = keys.map((key) => Buffer.from(key, "base64").toString("utf8"));
  const bodies = pems.map((pem) => pem.split("\n")[1] ?? "");
  // Beside them the keychain's item has facts of the last write, which are no secret.
  const identities = [...memory.vault.items.values()].flatMap(
    (item) => item.match(/AGE-SECRET-KEY-[0-9A-Z]+/g) ?? [],
  );
  const own = signer.pair.key.split("\n")[1] ?? "";
  return [...keys, ...bodies, ...identities, own, memory.shownRecoveryKey];
}

describe("no private key, passphrase, recovery key or identity reaches a window", () => {
  let memory: MemoryHost;

  beforeAll(async () => {
    memory = await openHost(talosconfig);
    memory.clipboard = talosconfig;
    memory.chosenFile = "/home/you/.talos/config";
    memory.files.set("/secrets.pem", signer.pair.crt + signer.pair.key);
    memory.passphrase = "a passphrase that is a canary";
    memory.typedRecoveryKey = memory.shownRecoveryKey;
  });

  test("each channel is called, and its reply searched", async () => {
    const all = await channelRequests(memory);
    let said = "";
    for (const name of channelNames) {
      const reply = await memory.host.call(name, all[name]);
      said += JSON.stringify(reply);
    }
    said += JSON.stringify(memory.events);
    expect(said.length).toBeGreaterThan(5000);
    for (const canary of canaries(memory)) {
      expect(canary.length).toBeGreaterThan(20);
      expect(said).not.toContain(canary);
    }
    expect(said).not.toContain("a passphrase that is a canary");
    expect(memory.bugs).toEqual([]);
    expect(said).not.toMatch(/talos-vault [a-z]+ [^"]|[ (]--[a-z]/);
  });

  test("what has the shape of a key is taken out even of a reply that should not have it", () => {
    const pem = Buffer.from(keys[0] ?? "", "base64").toString("utf8");
    const leaked = {
      deep: [{ pem, base64: keys[0], identity: memory.shownRecoveryKey }],
      secret: new Secret("hidden"),
      [memory.shownRecoveryKey]: "as a key",
      call: () => "no function crosses",
    };
    const said = JSON.stringify(redact(leaked));
    for (const canary of [
      pem.split("\n")[1] ?? "",
      memory.shownRecoveryKey,
      "hidden",
    ])
      expect(said).not.toContain(canary);
  });

  test("the list for the preload is the whole contract", () => {
    expect([...channelNames].toSorted()).toEqual(
      Object.keys(contract).toSorted(),
    );
  });
});

describe("hostile calls", () => {
  const hostile = fc.oneof(
    fc.anything({
      withBigInt: true,
      withMap: true,
      withDate: true,
      withNullPrototype: true,
    }),
    fc.record({
      name: fc.anything(),
      names: fc.anything(),
      id: fc.anything(),
      token: fc.anything(),
      edit: fc.object(),
      change: fc.object(),
      kind: fc.constantFrom("path", "file", "clipboard", "__proto__"),
      path: fc.constantFrom("/etc/shadow", "\0", "../../x", "a".repeat(9000)),
    }),
    fc.constant(
      JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}') as unknown,
    ),
  );

  test("thousands of malformed payloads on every channel change nothing and get a value", async () => {
    const memory = await openHost(talosconfig);
    const before = new Map(memory.vault.files);
    const runs = 200;
    for (const name of channelNames) {
      const { request } = contract[name];
      await fc.assert(
        fc.asyncProperty(hostile, async (payload) => {
          const { safeParse } = await import("valibot");
          fc.pre(!safeParse(request, payload).success);
          const reply = await memory.host.call(name, payload);
          expect(reply.ok).toBe(false);
        }),
        { numRuns: runs },
      );
    }
    expect(memory.vault.files).toEqual(before);
    expect(memory.bugs).toEqual([]);
  });

  test("names that are no channel are refused", async () => {
    const memory = await openHost(talosconfig);
    for (const name of [
      "__proto__",
      "constructor",
      "toString",
      "",
      "vault.state ",
      "vault",
    ])
      expect((await memory.host.call(name, {})).ok).toBe(false);
  });

  test("a locked vault answers nothing but what is always answered", async () => {
    const memory = await openHost(talosconfig);
    await memory.host.lock("test");
    for (const name of channelNames) {
      if (contract[name].access === "always") continue;
      const reply = await memory.host.call(name, {
        name: "context-1",
        names: ["context-1"],
      });
      expect(reply.ok, name).toBe(false);
    }
  });
});

describe("files that a page names", () => {
  const reads = [
    ["imports.open", { kind: "path", path: "/etc/shadow" }],
    ["issuing.open-authority", { path: "/etc/shadow" }],
    ["authorities.import", { path: "/etc/shadow", seal: false }],
    ["rotation.open", { path: "/etc/shadow" }],
    ["vault.restore", { kind: "file", path: "/etc/shadow" }],
  ] as const;

  test.each(reads)(
    "%s reads nothing but what the person chose, where there are dialogs",
    async (name, request) => {
      const memory = await openHost(talosconfig);
      memory.hasOpenDialog = true;
      memory.files.set("/etc/shadow", "a canary of the system");
      const reply = await memory.host.call(name, request);
      expect(reply).toEqual({ ok: true, value: null });
      expect(memory.reads).not.toContain("/etc/shadow");
    },
  );

  test.each(reads)(
    "%s reads no pipe, no device and not the program's own input",
    async (name, request) => {
      const memory = await openHost(talosconfig);
      const reply = await memory.host.call(name, { ...request, path: "-" });
      expect(reply).toMatchObject({
        ok: false,
        error: { code: "file-missing" },
      });
      expect(memory.reads).not.toContain("-");
    },
  );

  test("where talosctl looks and what was dropped on the window need no dialog", async () => {
    const memory = await openHost(talosconfig);
    memory.hasOpenDialog = true;
    const { host } = memory;
    const path = "/home/you/.talos/config";
    const opened = must(await host.ask("imports.open", { kind: "path", path }));
    expect(opened?.path).toBe(path);
    memory.files.set("/dropped", talosconfig);
    const token = host.keepDropped("/dropped");
    const dropped = await host.ask("imports.open", { kind: "dropped", token });
    expect(must(dropped)?.path).toBe("/dropped");
  });
});
