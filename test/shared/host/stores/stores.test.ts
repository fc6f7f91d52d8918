import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { vaultError } from "../../../../shared/core/errors.ts";
import { MemoryHost, must, openHost } from "../../../doubles/memory-host.ts";
import { scriptedPerson } from "../../../doubles/scripted-person.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const address = "vault:secret/talos/lab";
const name = "context-1";
const reader = makeTalosconfig(1);
const admin = makeTalosconfig(1, ["os:admin"]);
const key = /key: (\S+)/.exec(admin)?.[1] ?? "";
const moved = (talosconfig: string) =>
  talosconfig.replace("10.0.1.2", "10.0.9.9");

/** A vault with nothing in it. */
async function emptyHost(): Promise<MemoryHost> {
  const memory = new MemoryHost();
  const ways = { keychain: true, passphrase: false };
  must(await memory.host.ask("vault.create", ways));
  return memory;
}

/** A vault whose context came from a store. */
async function imported(talosconfig = reader): Promise<MemoryHost> {
  const memory = await emptyHost();
  memory.stores.put(address, talosconfig);
  const source = { kind: "store", address } as const;
  const preview = must(await memory.host.ask("imports.open", source));
  const token = preview?.token ?? "";
  must(
    await memory.host.ask("imports.apply", { token, choices: [], use: false }),
  );
  memory.stores.asked.length = 0;
  return memory;
}

async function endpointsOf({ host }: MemoryHost): Promise<readonly string[]> {
  return must(await host.ask("contexts.show", { name })).endpoints;
}

describe("a context of a store", () => {
  test("is looked at and imported like any other, and remembers where it came from", async () => {
    const memory = await emptyHost();
    memory.stores.put(address, admin);
    const preview = must(
      await memory.host.ask("imports.open", { kind: "store", address }),
    );
    expect(preview).toMatchObject({
      from: "store",
      path: address,
      contexts: [{ name, kind: "new", roles: ["os:admin"] }],
    });
    expect(JSON.stringify(preview)).not.toContain(key);
    const token = preview?.token ?? "";
    const done = must(
      await memory.host.ask("imports.apply", { token, choices: [], use: true }),
    );
    expect(done).toMatchObject({ imported: 1, canRemoveSource: false });
    const page = must(await memory.host.ask("contexts.show", { name }));
    expect(page.origin).toMatchObject({
      address,
      server: "https://store.example:8200",
      name,
      version: "1",
      isChangedHere: false,
    });
    expect(must(await memory.host.ask("stores.places", {}))).toEqual({
      places: [
        { address, server: "https://store.example:8200", namespace: "" },
      ],
      vaultServer: "https://store.example:8200",
    });
    // Shown is not asked.
    expect(memory.stores.asked).toEqual([`read ${address}`]);
  });

  test("is refused in words where the address names no place, or nothing is there", async () => {
    const { host, stores } = await imported();
    for (const wrong of ["talos/lab", "vault:secret", "azure-kv:-/x"])
      expect(
        await host.ask("imports.open", { kind: "store", address: wrong }),
      ).toMatchObject({ ok: false, error: { code: "usage" } });
    expect(stores.asked).toEqual([]);
    expect(
      await host.ask("imports.open", { kind: "store", address: `${address}2` }),
    ).toMatchObject({ ok: false, error: { code: "store-missing" } });
    stores.trouble = vaultError("store-login", "Nobody is logged in.", "Do.");
    expect(await host.ask("stores.compare", { name })).toMatchObject({
      ok: false,
      error: { code: "store-login" },
    });
  });
});

describe("a file of SOPS that is chosen or dropped as it is", () => {
  const vector = (file: string) => readFileSync(join(import.meta.dirname, "../../../vectors/sops", file), "utf8"); // prettier-ignore
  const sealed = vector("talosconfig.sops.yaml");
  const upload = async (memory: MemoryHost, text: string) => {
    const bytes = new TextEncoder().encode(text);
    const token = memory.host.keepUpload(bytes);
    return memory.host.ask("imports.open", { kind: "upload", token });
  };

  test("is opened by a key at hand, and altered it is refused", async () => {
    const memory = await emptyHost();
    memory.stores.ageKey = vector("identity.txt").trim();
    const preview = must(await upload(memory, sealed));
    expect(preview?.contexts).not.toEqual([]);
    expect(preview).not.toHaveProperty("canRemoveSource", true);
    expect(memory.events).toContainEqual(expect.objectContaining({ title: "SOPS file" })); // prettier-ignore
    const altered = sealed.replace(/data:(.)/, (_, first) => `data:${first === "A" ? "B" : "A"}`); // prettier-ignore
    expect(await upload(memory, altered)).toMatchObject({ ok: false, error: { code: "file-altered" } }); // prettier-ignore
  });

  test("is named as what it is where no key opens it", async () => {
    const refused = await upload(await emptyHost(), sealed);
    expect(refused).toMatchObject({ ok: false });
    expect(JSON.stringify(refused)).toContain("SOPS");
  });
});

describe("a server that the environment does not name", () => {
  const server = "https://vault.example";
  const source = { kind: "store", address } as const;

  test("is asked about outside of the page, and shown no login before", async () => {
    const memory = await emptyHost();
    memory.stores.named = null;
    memory.isServerMeant = false;
    memory.stores.put(address, reader);
    const ask = (asked: object) =>
      memory.host.ask("imports.open", { ...source, ...asked });
    for (const wrong of [{}, { server: "" }, { server: "vault.example" }])
      expect(await ask(wrong)).toMatchObject({ ok: false, error: { code: "usage" } }); // prettier-ignore
    expect(memory.servers).toEqual([]);
    expect(await ask({ server: `${server}/ui/` })).toMatchObject({
      ok: false,
      error: { code: "declined" },
    });
    expect(memory.servers).toEqual([server]);
    expect(memory.stores.asked).toEqual([]);
  });

  test("is known from then on with what came from it, and asked about no more", async () => {
    const memory = await emptyHost();
    memory.stores.named = null;
    memory.stores.put(address, reader);
    const asked = { ...source, server };
    const preview = must(await memory.host.ask("imports.open", asked));
    const token = preview?.token ?? "";
    must(await memory.host.ask("imports.apply", { token, choices: [], use: true })); // prettier-ignore
    memory.isServerMeant = false;
    expect(must(await memory.host.ask("stores.compare", { name })).state).toBe("same"); // prettier-ignore
    must(await memory.host.ask("imports.open", asked));
    const plan = { name, address: null, isCreateOnly: false };
    must(await memory.host.ask("stores.plan-push", plan));
    expect(memory.servers).toEqual([server]);
  });
});

describe("a place that is looked for on another server than it was on", () => {
  const was = "https://store.example:8200";
  const now = "https://other.example";
  const question = `${was} → ${now}`;
  const compare = (memory: MemoryHost, more: object = {}) =>
    memory.host.ask("stores.compare", { name, ...more });
  const serverOf = async ({ host }: MemoryHost) => must(await host.ask("contexts.show", { name })).origin?.server; // prettier-ignore
  /** What asks it, by the environment or by what is typed. */
  const ways: Readonly<
    Record<string, (memory: MemoryHost) => Promise<unknown>>
  > = {
    "a comparison": (memory) => compare(memory),
    "a push": ({ host }) => host.ask("stores.plan-push", { name, address: null, isCreateOnly: false }), // prettier-ignore
    "an import": ({ host }) => host.ask("imports.open", { kind: "store", address }), // prettier-ignore
  };

  test.each(Object.entries(ways))(
    "%s asks outside of the page whether it has moved, and asks no store before",
    async (_, ask) => {
      const memory = await imported();
      memory.stores.named = now;
      memory.isServerMeant = false;
      expect(await ask(memory)).toMatchObject({ ok: false });
      expect(memory.servers).toEqual([question]);
      expect(memory.stores.asked).toEqual([]);
      expect(await serverOf(memory)).toBe(was);
      memory.isServerMeant = true;
      expect(await ask(memory)).toMatchObject({ ok: true });
      expect(memory.servers).toEqual([question, question]);
    },
  );

  test("is remembered once somebody said that it has moved, with what is known of it", async () => {
    const memory = await imported();
    memory.stores.named = now;
    memory.stores.put(address, moved(reader));
    const { token, state } = must(await compare(memory));
    expect(state).toBe("behind");
    expect(await serverOf(memory)).toBe(now);
    must(await memory.host.ask("stores.pull", { token, choice: "theirs" }));
    expect(must(await compare(memory)).state).toBe("same");
    expect(memory.servers).toEqual([question]);
  });

  test("is named by a person where the environment names none, and then pushed to as what was pulled", async () => {
    const memory = await imported();
    memory.stores.named = null;
    const edit = { endpoints: ["10.0.5.5"] };
    must(await memory.host.ask("contexts.edit", { name, edit }));
    const asked = { name, address, server: now, isCreateOnly: false };
    const { token } = must(await memory.host.ask("stores.plan-push", asked));
    must(await memory.host.ask("stores.push", { token, isMeant: true }));
    expect(await serverOf(memory)).toBe(now);
    must(await compare(memory, { server: was }));
    expect(await serverOf(memory)).toBe(was);
    expect(memory.servers).toEqual([question, `${now} → ${was}`]);
  });
});

test("who leaves a store that does not answer has an end of it, and a late answer counts for nothing", async () => {
  const memory = await imported();
  let answer = () => undefined as void;
  memory.stores.stall = new Promise((resolve) => (answer = resolve));
  const attempt = "ab".repeat(16);
  const comparing = memory.host.ask("stores.compare", { name, attempt });
  must(await memory.host.ask("attempts.cancel", { attempt }));
  expect(await comparing).toMatchObject({ error: { code: "cancelled" } });
  answer();
  expect(must(await memory.host.ask("stores.compare", { name })).state).toBe("same"); // prettier-ignore
});

describe("a pull", () => {
  test("takes what was compared, and can be taken back", async () => {
    const memory = await imported();
    memory.stores.put(address, moved(reader));
    const compared = must(await memory.host.ask("stores.compare", { name }));
    expect(compared).toMatchObject({
      state: "behind",
      version: "2",
      differences: [
        { field: "endpoints", before: "10.0.1.2", after: "10.0.9.9" },
      ],
      question: null,
    });
    const { token } = compared;
    must(await memory.host.ask("stores.pull", { token, choice: "theirs" }));
    expect(await endpointsOf(memory)).toEqual(["10.0.9.9"]);
    expect(must(await memory.host.ask("contexts.show", { name })).origin).toMatchObject({ version: "2" }); // prettier-ignore
    // Once.
    expect(
      await memory.host.ask("stores.pull", { token, choice: "theirs" }),
    ).toMatchObject({ ok: false, error: { code: "store-diverged" } });
    must(await memory.host.ask("vault.undo", {}));
    expect(await endpointsOf(memory)).toEqual(["10.0.1.2"]);
  });

  test("of what was changed here and there asks which counts, and keeps what is here", async () => {
    const memory = await imported();
    const { host } = memory;
    const edit = { endpoints: ["10.0.5.5"] };
    must(await host.ask("contexts.edit", { name, edit }));
    const ahead = must(await host.ask("stores.compare", { name }));
    expect(ahead).toMatchObject({ state: "ahead", question: null });
    memory.stores.put(address, moved(reader));
    const compared = must(await host.ask("stores.compare", { name }));
    expect(compared).toMatchObject({
      state: "diverged",
      question: "It was changed here and there.",
    });
    const { token } = compared;
    must(await host.ask("stores.pull", { token, choice: "keep" }));
    expect(await endpointsOf(memory)).toEqual(["10.0.5.5"]);
    // What was kept may be pushed over what was seen there.
    const plan = must(
      await host.ask("stores.plan-push", {
        name,
        address: null,
        isCreateOnly: false,
      }),
    );
    must(await host.ask("stores.push", { token: plan.token, isMeant: false }));
    expect(memory.stores.kept.get(address)?.at(-1)).toContain("10.0.5.5");
    expect(must(await host.ask("stores.compare", { name })).state).toBe("same");
  });

  test("of another cluster is asked about", async () => {
    const memory = await imported();
    memory.stores.put(address, makeTalosconfig(1));
    const { question } = must(
      await memory.host.ask("stores.compare", { name }),
    );
    expect(question).toContain("of another cluster");
  });

  test("does not take what was changed since it was compared", async () => {
    const memory = await imported();
    memory.stores.put(address, moved(reader));
    const { token } = must(await memory.host.ask("stores.compare", { name }));
    const again = must(await memory.host.ask("stores.compare", { name }));
    must(await memory.host.ask("stores.pull", { token, choice: "theirs" }));
    expect(
      await memory.host.ask("stores.pull", {
        token: again.token,
        choice: "theirs",
      }),
    ).toMatchObject({ ok: false, error: { code: "store-diverged" } });
  });
});

describe("a push", () => {
  const plan = async ({ host }: MemoryHost, to: string | null = null) =>
    host.ask("stores.plan-push", { name, address: to, isCreateOnly: false });
  let memory: MemoryHost;
  const elsewhere = "vault:secret/talos/elsewhere";

  beforeAll(async () => {
    memory = await openHost(admin);
  });

  test("of a context of no store goes where it is said to, and says what it carries", async () => {
    expect(await plan(memory)).toMatchObject({
      ok: false,
      error: { code: "store-missing" },
    });
    const planned = must(await plan(memory, ` ${elsewhere} `));
    expect(planned).toMatchObject({
      address: elsewhere,
      isNeeded: true,
      version: null,
      hasToBeMeant: true,
      warnings: [{ code: "admin-key-pushed" }],
    });
    expect(JSON.stringify(planned)).not.toContain(key);
    const { token } = planned;
    expect(
      await memory.host.ask("stores.push", { token, isMeant: false }),
    ).toMatchObject({ ok: false, error: { code: "declined" } });
    expect(memory.stores.kept.size).toBe(0);
    const done = await memory.host.ask("stores.push", { token, isMeant: true });
    expect(must(done)).toEqual({ version: "1" });
    expect(memory.stores.kept.get(elsewhere)?.[0]).toContain(key);
    expect(memory.issued.at(0)).toMatchObject({
      purpose: "exported",
      recipient: elsewhere,
    });
    const page = must(await memory.host.ask("contexts.show", { name }));
    expect(page.origin).toMatchObject({ address: elsewhere, version: "1" });
  });

  test("writes nothing where exactly that is there", async () => {
    const planned = must(await plan(memory));
    expect(planned).toMatchObject({ isNeeded: false, hasToBeMeant: false });
    const { token } = planned;
    must(await memory.host.ask("stores.push", { token, isMeant: false }));
    expect(memory.stores.kept.get(elsewhere)).toHaveLength(1);
  });

  test("replaces nothing of others, whenever they wrote", async () => {
    const edit = { endpoints: ["10.0.5.5"] };
    must(await memory.host.ask("contexts.edit", { name, edit }));
    const { token } = must(await plan(memory));
    memory.stores.put(elsewhere, moved(admin));
    expect(
      await memory.host.ask("stores.push", { token, isMeant: true }),
    ).toMatchObject({ ok: false, error: { code: "store-diverged" } });
    expect(await plan(memory)).toMatchObject({
      ok: false,
      error: { code: "store-diverged" },
    });
    expect(memory.stores.kept.get(elsewhere)?.at(-1)).toBe(moved(admin));
  });

  test("of production has a person agree, and is not what was shown once it was changed", async () => {
    const edit = { production: true };
    const place = "vault:secret/talos/production";
    const before = must(await plan(memory, place));
    must(await memory.host.ask("contexts.edit", { name, edit }));
    expect(
      await memory.host.ask("stores.push", {
        token: before.token,
        isMeant: true,
      }),
    ).toMatchObject({ ok: false, error: { code: "store-diverged" } });
    const planned = must(await plan(memory, place));
    expect(planned.warnings.map(({ code }) => code)).toContain(
      "production-pushed",
    );
    const asked = { token: planned.token, isMeant: true };
    memory.consent = scriptedPerson(["denied"]);
    expect(await memory.host.ask("stores.push", asked)).toMatchObject({
      ok: false,
      error: { code: "declined" },
    });
    expect(memory.stores.kept.has(place)).toBe(false);
    const said = { reason: "for the team", confirmation: name };
    must(await memory.host.ask("stores.push", { ...asked, ...said }));
    expect(memory.stores.kept.get(place)).toHaveLength(1);
    expect(memory.issued.at(0)).toMatchObject({ reason: "for the team" });
  });

  test("and what was compared are forgotten by a lock", async () => {
    const { token } = must(await plan(memory, "vault:secret/talos/late"));
    must(await memory.host.ask("vault.lock", {}));
    must(await memory.host.ask("vault.unlock", { with: "keychain" }));
    expect(
      await memory.host.ask("stores.push", { token, isMeant: true }),
    ).toMatchObject({ ok: false, error: { code: "store-diverged" } });
    expect(memory.stores.kept.has("vault:secret/talos/late")).toBe(false);
  });
});
