import type * as Scrypt from "../../../../shared/core/pki/primitives/scrypt.ts";
import { expect, test, vi } from "vitest";
import {
  factsOf,
  situationOf,
} from "../../../../renderer/features/vault/recovery/situation.ts";
import { restoreText } from "../../../../renderer/features/settings/restore-text.ts";
import type { WhyClosed } from "../../../../shared/contract/vault.ts";
import { MemoryHost, must, openHost } from "../../../doubles/memory-host.ts";
import { lockedHost } from "../../../doubles/locked-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

vi.mock("../../../../shared/core/pki/primitives/scrypt.ts", async (load) => {
  const { withQuickPassphrases } =
    await import("../../../doubles/quick-passphrases.ts");
  return withQuickPassphrases(await load<typeof Scrypt>());
});

type Locked = Awaited<ReturnType<typeof lockedHost>>;

const broken: Readonly<
  Record<WhyClosed, (locked: Locked) => void | Promise<void>>
> = {
  gone: ({ vault }) => void vault.files.delete("vault.age"),
  damaged: ({ vault }) => {
    const file = vault.files.get("vault.age") ?? new Uint8Array();
    vault.files.set("vault.age", file.slice(0, file.length - 40));
  },
  older: ({ vault, older }) => void vault.files.set("vault.age", older),
  "other-key": async ({ vault }) => {
    const [account = ""] = vault.items.keys();
    const other = await openHost(makeTalosconfig(2));
    const [item = ""] = other.vault.items.values();
    vault.items.set(account, item);
  },
  "no-key": ({ vault }) => vault.items.clear(),
  "keychain-away": ({ vault }) => {
    vault.keychainState = "unavailable";
  },
};

const reasons = Object.keys(broken) as WhyClosed[];

test.each(reasons)(
  "the state of a window says %s, when somebody has tried to open it, and what is there",
  async (whyClosed) => {
    const locked = await lockedHost();
    const { host } = locked;
    expect(must(await host.ask("vault.state", {})).whyClosed).toBeNull();
    await broken[whyClosed](locked);
    const opened = await host.ask("vault.unlock", { with: "keychain" });
    expect(opened.ok).toBe(false);
    const state = must(await host.ask("vault.state", {}));
    expect(state).toMatchObject({ whyClosed, hasRecovery: true });
    expect(state.backups.length).toBeGreaterThan(0);
    expect(situationOf(state).title).not.toBe(
      situationOf({ vault: "locked", whyClosed: null }).title,
    );
    expect(factsOf(state)).toContain("The recovery key can open it");
  },
);

test("a vault that opens again is in no trouble any more", async () => {
  const locked = await lockedHost();
  const { host, vault } = locked;
  const good = vault.files.get("vault.age") ?? new Uint8Array();
  await broken.damaged(locked);
  await host.ask("vault.unlock", { with: "keychain" });
  vault.files.set("vault.age", good);
  // Another file is another chance, before anybody takes it.
  expect(must(await host.ask("vault.state", {})).whyClosed).toBeNull();
  must(await host.ask("vault.unlock", { with: "keychain" }));
  expect(must(await host.ask("vault.state", {})).whyClosed).toBeNull();
});

test("a vault file whose beginning is damaged is in trouble before anybody tries it", async () => {
  const { host, vault } = await lockedHost();
  vault.files.set("vault.age", new TextEncoder().encode("not a vault"));
  expect(must(await host.ask("vault.state", {})).whyClosed).toBe("damaged");
});

test("earlier generations are counted without a name, and named when somebody asks", async () => {
  const { host, vault, older } = await lockedHost();
  const ask = (isNamed: boolean) =>
    host.ask("vault.generations", { with: "keychain", isNamed });
  const counted = must(await ask(false));
  expect(counted.present).toMatchObject({ contexts: 2 });
  expect(JSON.stringify(counted)).not.toContain("context-1");
  vault.files.set("vault.age", older);
  const named = must(await ask(true));
  const [newest] = named.generations;
  expect(newest?.inside).toMatchObject({
    contexts: 2,
    lacking: 1,
    names: ["new"],
  });
  vault.files.delete("vault.age");
  const all = must(await ask(true)).generations[0]?.inside;
  expect(all).toMatchObject({ lacking: 2, names: ["context-1", "new"] });
});

test("with a keychain that is lost the recovery key looks into generations, and nobody is asked before", async () => {
  const { memory, host, vault } = await lockedHost();
  vault.items.clear();
  const silent = must(
    await host.ask("vault.generations", { with: "keychain", isNamed: true }),
  );
  expect(silent.generations.map(({ inside }) => inside)).toEqual(
    silent.generations.map(() => null),
  );
  const withKey = () =>
    host.ask("vault.generations", { with: "recovery-key", isNamed: true });
  expect(await withKey()).toMatchObject({
    error: { code: "recovery-key-wrong" },
  });
  memory.typedRecoveryKey = memory.shownRecoveryKey;
  expect(must(await withKey()).present).toMatchObject({ contexts: 2 });
});

test("a lock that falls while generations are looked at tells no name", async () => {
  const { memory, host } = await lockedHost();
  memory.meanwhile = async () => {
    memory.meanwhile = async () => undefined;
    await host.lock("a test");
  };
  const asked = await host.ask("vault.generations", {
    with: "keychain",
    isNamed: true,
  });
  expect(asked).toMatchObject({ error: { code: "vault-locked" } });
});

test("a lock of a vault that is closed already is told: a page may name what a generation holds", async () => {
  const { memory, host } = await lockedHost();
  memory.events.length = 0;
  await host.lock("a test");
  expect(memory.events).toEqual([{ kind: "state" }]);
});

/** A backup that another machine wrote of its vault, and the recovery key of that. */
async function backupOfAnother() {
  const other = new MemoryHost();
  // Another machine makes other random numbers, and so another vault.
  other.vault.ports().random.bytes(5);
  await openHost(makeTalosconfig(2), other);
  other.chosenFile = "/other.backup";
  must(await other.host.ask("vault.backup", {}));
  const bytes = other.binaries.get("/other.backup") ?? new Uint8Array();
  return { bytes, recoveryKey: other.shownRecoveryKey };
}

test("another vault takes the place of the present one when its word is typed, and not before", async () => {
  const { memory, host, vault } = await lockedHost();
  const { bytes, recoveryKey } = await backupOfAnother();
  memory.binaries.set("/other.backup", bytes);
  memory.typedRecoveryKey = recoveryKey;
  const before = new Map(vault.files);
  const path = "/other.backup";
  const asked = must(
    await host.ask("vault.ask-restore", { kind: "file", path }),
  );
  expect(asked).toMatchObject({ isOther: true, contexts: 2, gone: null });
  const { token = "", mustType } = asked ?? {};
  const restore = (typed: string) =>
    host.ask("vault.restore", { kind: "asked", token, typed });
  expect(await restore("yes")).toMatchObject({
    error: { code: "unconfirmed" },
  });
  expect(vault.files).toEqual(before);
  expect(must(await restore(mustType ?? ""))).toEqual({ contexts: 2 });
  expect(host.isUnlocked).toBe(true);
});

test("what is no backup is named for what it is, with where it belongs", async () => {
  const { memory, host, vault } = await lockedHost();
  const before = new Map(vault.files);
  const choose = (text: string) => {
    memory.binaries.set("/chosen", new TextEncoder().encode(text));
    return host.ask("vault.ask-restore", { kind: "file", path: "/chosen" });
  };
  expect(await choose(makeTalosconfig(1))).toMatchObject({
    error: {
      message: "The file is a talosconfig, and not a backup of a vault.",
      next: expect.stringMatching(/import it there/) as string,
    },
  });
  expect(await choose("hello\n")).toMatchObject({
    error: { next: expect.stringMatching(/that a backup wrote/) as string },
  });
  expect(vault.files).toEqual(before);
});

test("a backup opens on a machine without a vault with its recovery key, which nobody has to wish for", async () => {
  const { bytes, recoveryKey } = await backupOfAnother();
  const memory = new MemoryHost();
  memory.binaries.set("/other.backup", bytes);
  memory.typedRecoveryKey = recoveryKey;
  const asked = must(
    await memory.host.ask("vault.ask-restore", {
      kind: "file",
      path: "/other.backup",
    }),
  );
  expect(asked).toMatchObject({
    replaces: false,
    isOther: false,
    mustType: null,
  });
  must(
    await memory.host.ask("vault.restore", {
      kind: "asked",
      token: asked?.token ?? "",
    }),
  );
  expect(memory.host.isUnlocked).toBe(true);
});

test("without a keychain the passphrase that was typed for it opens what was put back, and is typed once", async () => {
  const { bytes, recoveryKey } = await backupOfAnother();
  const memory = new MemoryHost();
  memory.vault.keychainState = "unavailable";
  memory.binaries.set("/other.backup", bytes);
  memory.typedRecoveryKey = recoveryKey;
  memory.passphrase = "a passphrase of several words";
  const asked = must(
    await memory.host.ask("vault.ask-restore", {
      kind: "file",
      path: "/other.backup",
    }),
  );
  memory.passphrase = null;
  must(
    await memory.host.ask("vault.restore", {
      kind: "asked",
      token: asked?.token ?? "",
    }),
  );
  expect(memory.host.isUnlocked).toBe(true);
});

test("a first run on a machine without a vault is in no trouble", async () => {
  const { host } = new MemoryHost();
  const state = must(await host.ask("vault.state", {}));
  expect(state).toMatchObject({ vault: "none", whyClosed: null });
  expect(situationOf(state).first).toBe("backup");
});

test("what a restore brings back is said before it is done", () => {
  const text = restoreText({
    contexts: 2,
    writtenAt: "2026-11-29T09:00:00Z",
    gone: [],
    added: ["prod-eu"],
    changed: ["lab"],
    isOther: false,
  }).join(" ");
  expect(text).toContain("Back again: prod-eu.");
  expect(text).toContain("As they were then, and not as now: lab.");
});
