import type * as Scrypt from "../../../../../shared/core/pki/primitives/scrypt.ts";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { failure, success } from "../../../../../shared/core/result.ts";
import { vaultError } from "../../../../../shared/core/errors.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { backupVault } from "../../../../../shared/core/usecases/vault/backup.ts";
import {
  removePassphrase,
  setPassphrase,
} from "../../../../../shared/core/usecases/vault/change-passphrase.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { runDoctor } from "../../../../../shared/core/usecases/vault/doctor/run-doctor.ts";
import { openOtherVault } from "../../../../../shared/core/usecases/vault/opening/open-other-vault.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import {
  packArchive,
  readArchive,
} from "../../../../../shared/core/usecases/vault/generations/backup-archive.ts";
import { recoverVault } from "../../../../../shared/core/usecases/vault/recover.ts";
import { replaceRecoveryKey } from "../../../../../shared/core/usecases/vault/replace-recovery-key.ts";
import type { RestorePlan } from "../../../../../shared/core/usecases/vault/generations/restore-plan.ts";
import {
  decrypt,
  newIdentity,
  recipientOf,
} from "../../../../../shared/core/vault/sealed/age/age.ts";
import { sealForRecovery } from "../../../../../shared/core/vault/sealed/slots.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import {
  makeVault,
  newRecoveryKey,
  restoreInto,
} from "../../../../doubles/vault-life.ts";
import { plainContext } from "../../../../doubles/documents.ts";

vi.mock("../../../../../shared/core/pki/primitives/scrypt.ts", async (load) => {
  const { withQuickPassphrases } =
    await import("../../../../doubles/quick-passphrases.ts");
  return withQuickPassphrases(await load<typeof Scrypt>());
});

const words = "correct horse battery staple";
const asked = { passphrase: null, acceptOlder: false, keychain: false };

let vault: MemoryVault;
let recoveryKey: Secret;

beforeEach(async () => {
  vault = new MemoryVault(5);
  const made = await makeVault(vault.ports());
  if (!made.ok) throw new Error(made.error.message);
  ({ recoveryKey } = made.value);
});

const add = (name: string, on = vault) =>
  changeVault(on.ports())((document) =>
    success({
      ...document,
      contexts: new Map([...document.contexts, [name, plainContext(name)]]),
    }),
  );
const remove = (name: string) =>
  changeVault(vault.ports())((document) => {
    const contexts = new Map(document.contexts);
    contexts.delete(name);
    return success({ ...document, contexts });
  });
const use = (name: string) =>
  changeVault(vault.ports())((document) =>
    success({ ...document, previous: name }),
  );

async function names(on = vault): Promise<readonly string[] | string> {
  const opened = await openVault(on.ports())();
  return opened.ok
    ? [...opened.value.document.contexts.keys()]
    : opened.error.code;
}

async function generationsWith(name: string): Promise<readonly number[]> {
  const list = await vault.ports().folder.backups.list();
  const found: number[] = [];
  for (const id of list.ok ? list.value : []) {
    const copy = vault.copy();
    const restored = await restoreInto(copy, { kind: "generation", ...id });
    if (restored.ok && restored.value.document.contexts.has(name))
      found.push(id.generation);
  }
  return found;
}

async function openTo(key: Secret): Promise<readonly string[]> {
  const opened: string[] = [];
  for (const [name, bytes] of vault.files) {
    const outcome = await decrypt(bytes, { kind: "identity", identity: key });
    if (outcome.kind === "opened") opened.push(name);
  }
  return opened;
}

async function doctor(on = vault) {
  const checks = await runDoctor(on.ports(), on.notes)();
  if (!checks.ok) throw new Error(checks.error.message);
  return checks.value;
}

describe("nothing is lost", () => {
  test("two restores in a row leave the newest vault among the generations", async () => {
    await add("home");
    await add("lab");
    await restoreInto(vault, { kind: "generation", generation: 2 });
    await restoreInto(vault, { kind: "generation", generation: 1 });
    expect(await generationsWith("lab")).toEqual([3]);
  });

  test("what was removed outlives any number of later changes", async () => {
    await add("home");
    await remove("home");
    for (let count = 0; count < 12; count++) await use(String(count));
    for (let count = 0; count < 25; count++)
      await add(`other-${String(count)}`);
    expect(await generationsWith("home")).toEqual([2]);
    expect(vault.files.size).toBeLessThan(40);
    const backups = (await doctor()).filter(
      ({ subject }) => subject === "backups",
    );
    expect(backups.map(({ message }) => message)).toContain(
      "Keys that were removed or replaced since, and are in earlier generations: home (generation 2).",
    );
  }, 60_000);

  test("a restore names what will be there no more, before it asks", async () => {
    await add("home");
    const plans: RestorePlan[] = [];
    const restored = await restoreInto(
      vault,
      { kind: "generation", generation: 1 },
      {
        confirm: async (plan) => {
          plans.push(plan);
          return failure(vaultError("declined", "No.", ""));
        },
      },
    );
    expect(restored.ok).toBe(false);
    expect(plans).toMatchObject([{ gone: ["home"], replaces: true }]);
    expect(await names()).toEqual(["home"]);
  });

  test("a backup brings ledger, history and settings along, and no line of ours goes", async () => {
    vault.ledger.text = "a\n";
    vault.history = "h\n";
    vault.settings = '{"window":"chosen"}';
    const packed = await backupVault(vault.ports(), vault.records)();
    if (!packed.ok) throw new Error(packed.error.message);
    const text = new TextDecoder("latin1").decode(packed.value.bytes);
    expect(text).not.toContain("chosen");
    vault.ledger.text = "a\nb\n";
    const source = { kind: "file", bytes: packed.value.bytes } as const;
    expect((await restoreInto(vault, source)).ok).toBe(true);
    expect(vault.ledger.text).toBe("a\nb\n");
    const other = new MemoryVault(9);
    expect((await restoreInto(other, source, { recoveryKey })).ok).toBe(true);
    expect([other.ledger.text, other.history, other.settings]).toEqual([
      // And a line that says that there may be more elsewhere.
      expect.stringMatching(/^a\n\{"note":"restored".*\}\n$/),
      "h\n",
      '{"window":"chosen"}',
    ]);
  });
});

describe("an old key opens nothing that is left", () => {
  test("not after a restore and a new recovery key", async () => {
    await add("home");
    await restoreInto(vault, { kind: "generation", generation: 1 });
    const packed = await backupVault(vault.ports(), vault.records)();
    expect((await newRecoveryKey(vault.ports())).ok).toBe(true);
    expect(await openTo(recoveryKey)).toEqual([]);
    if (!packed.ok) throw new Error(packed.error.message);
    // A backup of before gives what it holds, and not its keys.
    await restoreInto(vault, { kind: "file", bytes: packed.value.bytes });
    expect(await openTo(recoveryKey)).toEqual([]);
  });

  test("a recovery key that could not be shown does not count", async () => {
    const before = new Map(vault.files);
    const replaced = await replaceRecoveryKey(vault.ports())(async () =>
      failure(vaultError("file-failed", "stdout is closed", "")),
    );
    expect(replaced.ok).toBe(false);
    expect(vault.files).toEqual(before);
  });

  test("slots that somebody put into a backup are not installed", async () => {
    const packed = await backupVault(vault.ports(), vault.records)();
    const archive = packed.ok ? readArchive(packed.value.bytes) : packed;
    if (!archive.ok) throw new Error(archive.error.message);
    const theirs = await newIdentity();
    const forged = packArchive({
      ...archive.value,
      passphrase: await sealForRecovery(
        await newIdentity(),
        await recipientOf(theirs),
      ),
    });
    const other = new MemoryVault(9);
    const restored = await restoreInto(
      other,
      { kind: "file", bytes: forged },
      { recoveryKey },
    );
    expect(restored).toMatchObject({ ok: true });
    expect(other.files.has("identity.age")).toBe(false);
    expect(
      (await recoverVault(other.ports(), other.notes)(recoveryKey, asked)).ok,
    ).toBe(true);
  });

  test("a foreign recovery slot is seen by the doctor, and written anew by the next change", async () => {
    const theirs = await newIdentity();
    vault.files.set(
      "recovery.age",
      await sealForRecovery(theirs, await recipientOf(theirs)),
    );
    const bad = (await doctor()).filter(({ severity }) => severity === "error");
    expect(bad.map(({ subject }) => subject)).toEqual(["recovery"]);
    await use("anything");
    expect(
      (await recoverVault(vault.ports(), vault.notes)(recoveryKey, asked)).ok,
    ).toBe(true);
  });
});

describe("the floor and the keychain", () => {
  test("recover refuses an older file, as every opening does, until it is meant", async () => {
    const older = vault.files.get("vault.age") ?? new Uint8Array();
    await add("home");
    vault.files.set("vault.age", older);
    const recover = recoverVault(vault.ports(), vault.notes);
    expect(await recover(recoveryKey, asked)).toMatchObject({
      ok: false,
      error: { code: "vault-rolled-back" },
    });
    expect(await names()).toBe("vault-rolled-back");
    const meant = { ...asked, acceptOlder: true };
    expect((await recover(recoveryKey, meant)).ok).toBe(true);
    expect(await generationsWith("home")).toEqual([2]);
  });

  test("a vault without a keychain stays out of it: restored, recovered, changed", async () => {
    const alone = new MemoryVault(13);
    alone.passphrase = words;
    const made = await makeVault(alone.ports(), {
      keychain: "never",
      passphrase: new Secret(words),
    });
    const packed = await backupVault(alone.ports(), alone.records)();
    if (!made.ok || !packed.ok) throw new Error("no vault");
    const source = { kind: "file", bytes: packed.value.bytes } as const;
    const other = new MemoryVault(17);
    other.passphrase = words;
    expect((await restoreInto(other, source)).ok).toBe(true);
    await add("home", other);
    const passphrase = new Secret("another passphrase entirely");
    const recovered = await recoverVault(other.ports(), other.notes)(
      made.value.recoveryKey,
      { ...asked, passphrase },
    );
    expect(recovered).toMatchObject({
      ok: true,
      value: { slots: ["passphrase"] },
    });
    expect([...alone.items, ...other.items]).toEqual([]);
    const bare = new MemoryVault(19);
    expect(
      await restoreInto(bare, source, {
        recoveryKey: made.value.recoveryKey,
      }),
    ).toMatchObject({ ok: false, error: { code: "passphrase-missing" } });
    expect(bare.files.size).toBe(0);
  });

  test("a passphrase stays where the keychain's item is not ours, or is an older one", async () => {
    vault.passphrase = words;
    await setPassphrase(vault.ports())(new Secret(words));
    const stale = new Map(vault.items);
    expect((await newRecoveryKey(vault.ports())).ok).toBe(true);
    for (const itemOf of [
      () => "something else",
      (name: string) => stale.get(name) ?? "",
    ]) {
      // prettier-ignore
      for (const account of vault.items.keys())
        vault.items.set(account, itemOf(account));
      expect(await removePassphrase(vault.ports())()).toMatchObject({
        ok: false,
        error: { code: "declined" },
      });
      expect(await names()).toEqual([]);
    }
  });

  test("a stale item of the keychain: the passphrase opens, and the next write enrols", async () => {
    vault.passphrase = words;
    await setPassphrase(vault.ports())(new Secret(words));
    const stale = new Map(vault.items);
    expect((await newRecoveryKey(vault.ports())).ok).toBe(true);
    for (const [account, item] of stale) vault.items.set(account, item);
    expect(await names()).toEqual([]);
    expect(vault.passphrasesAsked).toBeGreaterThan(0);
    await add("home");
    vault.passphrase = "wrong on purpose";
    expect(await names()).toEqual(["home"]);
  });

  test("a stale item and no passphrase: that is said, and nothing is advised that destroys", async () => {
    const stale = new Map(vault.items);
    await newRecoveryKey(vault.ports());
    for (const [account, item] of stale) vault.items.set(account, item);
    const opened = await openVault(vault.ports())();
    expect(opened).toMatchObject({
      ok: false,
      error: { code: "vault-foreign" },
    });
    expect(JSON.stringify(opened)).toContain("older key");
    expect(JSON.stringify(opened)).not.toContain("restore");
  });
});

describe("another machine", () => {
  test("writes the same number: both are kept, and it is said", async () => {
    const there = vault.copy();
    for (let skip = 0; skip < 3; skip++) there.ports().random.bytes(5);
    await add("ours");
    await add("theirs", there);
    vault.files.set(
      "vault.age",
      there.files.get("vault.age") ?? new Uint8Array(),
    );
    const opened = await openVault(vault.ports())();
    expect(opened).toMatchObject({
      ok: true,
      value: { warnings: [{ code: "written-elsewhere", severity: "warning" }] },
    });
    expect(
      (await vault.ports().folder.backups.list()).ok &&
        [...vault.files.keys()].filter((name) => name.startsWith("backups/2-")),
    ).toHaveLength(2);
    await add("more");
    expect(await names()).toEqual(["more", "theirs"]);
    expect(await generationsWith("ours")).toEqual([2]);
    const again = await openVault(vault.ports())();
    expect(again).toMatchObject({ ok: true, value: { warnings: [] } });
  });

  test("that builds upon our write says nothing", async () => {
    await add("ours");
    const there = vault.copy();
    await add("theirs", there);
    for (const [name, bytes] of there.files) vault.files.set(name, bytes);
    const opened = await openVault(vault.ports())();
    expect(opened).toMatchObject({ ok: true, value: { warnings: [] } });
  });

  test("its vault opens beside ours: by our keys, a passphrase, its recovery key", async () => {
    const other = new MemoryVault(23);
    const made = await makeVault(other.ports());
    await add("theirs", other);
    const packed = await backupVault(other.ports(), other.records)();
    if (!made.ok || !packed.ok) throw new Error("no other vault");
    const open = openOtherVault(vault.ports());
    const before = new Map(vault.files);
    const theirs = await open(packed.value.bytes, made.value.recoveryKey);
    expect(theirs.ok && [...theirs.value.contexts.keys()]).toEqual(["theirs"]);
    const ours = vault.files.get("vault.age") ?? new Uint8Array();
    expect((await open(ours, null)).ok).toBe(true);
    expect(await open(packed.value.bytes, null)).toMatchObject({
      ok: false,
      error: { code: "keychain-missing" },
    });
    expect(await open(new Uint8Array(9), null)).toMatchObject({
      ok: false,
      error: { code: "vault-damaged" },
    });
    expect(vault.files).toEqual(before);
  });
});
