import type * as Scrypt from "../../../../../shared/core/pki/primitives/scrypt.ts";
import { anchorText } from "../../../../../shared/core/audit/head.ts";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { vaultError } from "../../../../../shared/core/errors.ts";
import { failure, success } from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { readKeptHead } from "../../../../../shared/core/usecases/audit/kept-head.ts";
import { backupVault } from "../../../../../shared/core/usecases/vault/backup.ts";
import { setPassphrase } from "../../../../../shared/core/usecases/vault/change-passphrase.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { runDoctor } from "../../../../../shared/core/usecases/vault/doctor/run-doctor.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import { proveRecoveryKey } from "../../../../../shared/core/usecases/vault/prove-recovery-key.ts";
import { recoverVault } from "../../../../../shared/core/usecases/vault/recover.ts";
import { replaceRecoveryKey } from "../../../../../shared/core/usecases/vault/replace-recovery-key.ts";
import type { RestorePlan } from "../../../../../shared/core/usecases/vault/generations/restore-plan.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import {
  makeVault,
  newRecoveryKey,
  restoreInto,
} from "../../../../doubles/vault-life.ts";

vi.mock("../../../../../shared/core/pki/primitives/scrypt.ts", async (load) => {
  const { withQuickPassphrases } =
    await import("../../../../doubles/quick-passphrases.ts");
  return withQuickPassphrases(await load<typeof Scrypt>());
});

const oldWords = "correct horse battery staple";
const newWords = "another passphrase entirely";
const asked = { passphrase: null, acceptOlder: false, keychain: false };

let vault: MemoryVault;
let recoveryKey: Secret;

beforeEach(async () => {
  vault = new MemoryVault(5);
  const made = await makeVault(vault.ports());
  if (!made.ok) throw new Error(made.error.message);
  ({ recoveryKey } = made.value);
});

async function doctor(on = vault) {
  const checks = await runDoctor(on.ports(), on.notes)();
  if (!checks.ok) throw new Error(checks.error.message);
  return checks.value;
}
const sentences = async (on = vault) =>
  (await doctor(on)).map(({ severity, message }) => `${severity}: ${message}`);

const use = (name: string) =>
  changeVault(vault.ports())((document) =>
    success({ ...document, previous: name }),
  );
const bytesOf = (name: string) => vault.files.get(name) ?? new Uint8Array();

/** Whether a passphrase and a copy of its file open the vault that is in place. */
async function opensWith(words: string, slot: Uint8Array): Promise<boolean> {
  const thief = vault.copy();
  thief.items.clear();
  thief.files.set("identity.age", slot);
  thief.passphrase = words;
  return (await openVault(thief.ports())()).ok;
}

describe("a passphrase that was replaced opens nothing, with any copy of its file", () => {
  let copy: Uint8Array;

  beforeEach(async () => {
    await setPassphrase(vault.ports())(new Secret(oldWords));
    copy = bytesOf("identity.age");
    vault.passphrase = oldWords;
    expect(await opensWith(oldWords, copy)).toBe(true);
  });

  test("set again where the file was gone", async () => {
    vault.files.delete("identity.age");
    const set = await setPassphrase(vault.ports())(new Secret(newWords));
    expect(set.ok).toBe(true);
    expect(await opensWith(oldWords, copy)).toBe(false);
    expect(await opensWith(newWords, bytesOf("identity.age"))).toBe(true);
  });

  test("set by a recovery where the file was gone", async () => {
    vault.files.delete("identity.age");
    const passphrase = new Secret(newWords);
    const recovered = await recoverVault(vault.ports(), vault.notes)(
      recoveryKey,
      {
        ...asked,
        passphrase,
      },
    );
    expect(recovered.ok).toBe(true);
    expect(await opensWith(oldWords, copy)).toBe(false);
    expect(await opensWith(newWords, bytesOf("identity.age"))).toBe(true);
  });

  test("set by a restore of an earlier generation", async () => {
    await use("anything");
    const restored = await restoreInto(
      vault,
      { kind: "generation", generation: 2 },
      { passphrase: new Secret(newWords) },
    );
    expect(restored.ok).toBe(true);
    expect(await opensWith(oldWords, copy)).toBe(false);
    expect(await opensWith(newWords, bytesOf("identity.age"))).toBe(true);
  });
});

describe("a slot's file that is missing, or somebody else's", () => {
  test("the doctor sees that the passphrase opens nothing", async () => {
    await setPassphrase(vault.ports())(new Secret(oldWords));
    vault.files.delete("identity.age");
    expect((await sentences()).join("\n")).toMatch(/^error: .*identity\.age/m);
  });

  test("a backup has a slot of the recovery key, whatever is in the folder", async () => {
    const foreign = new MemoryVault(23);
    await makeVault(foreign.ports());
    for (const found of [undefined, foreign.files.get("recovery.age")]) {
      if (found) vault.files.set("recovery.age", found);
      else vault.files.delete("recovery.age");
      const packed = await backupVault(vault.ports(), vault.records)();
      if (!packed.ok) throw new Error(packed.error.message);
      const restored = await restoreInto(
        new MemoryVault(9),
        { kind: "file", bytes: packed.value.bytes },
        { recoveryKey },
      );
      expect(restored).toMatchObject({ ok: true });
    }
  });

  test("a backup says how the audit log ends, and the keychain knows it", async () => {
    await vault.ledger.record({ event: "unlock" });
    const head = await vault.ledger.head();
    const packed = await backupVault(vault.ports(), vault.records)();
    const logEnd = head && anchorText(head);
    expect(packed).toMatchObject({ value: { logEnd } });
    const opened = await openVault(vault.ports())();
    const id = opened.ok ? opened.value.document.vaultId : "";
    expect(await readKeptHead(vault.ports().keychain, id)).toEqual({
      kind: "found",
      head,
    });
  });

  test("a backup leaves a passphrase's slot of somebody else out, and says so", async () => {
    const foreign = new MemoryVault(23);
    await makeVault(foreign.ports());
    await setPassphrase(foreign.ports())(new Secret(newWords));
    vault.files.set(
      "identity.age",
      foreign.files.get("identity.age") ?? new Uint8Array(),
    );
    const packed = await backupVault(vault.ports(), vault.records)();
    if (!packed.ok) throw new Error(packed.error.message);
    expect(packed.value.warnings).toMatchObject([
      {
        code: "passphrase-left-out",
        message: expect.stringContaining("recovery key alone") as string,
      },
    ]);
    const other = new MemoryVault(9);
    const source = { kind: "file", bytes: packed.value.bytes } as const;
    expect((await restoreInto(other, source, { recoveryKey })).ok).toBe(true);
    expect(other.files.has("identity.age")).toBe(false);
  });

  test("a good recovery key is not called wrong where its slot is missing", async () => {
    vault.files.delete("recovery.age");
    vault.items.clear();
    const recovered = await recoverVault(vault.ports(), vault.notes)(
      recoveryKey,
      asked,
    );
    expect(recovered).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("missing") as string },
    });
    expect(JSON.stringify(recovered)).not.toContain("every character");
  });

  test("a passphrase's file that takes too long to compute is said, and not tried", async () => {
    await setPassphrase(vault.ports())(new Secret(oldWords));
    const text = new TextDecoder("latin1").decode(bytesOf("identity.age"));
    const hard = text.replace(/^(-> scrypt \S+) \d+/m, "$1 24");
    vault.files.set(
      "identity.age",
      Uint8Array.from(hard, (one) => one.charCodeAt(0)),
    );
    vault.items.clear();
    vault.passphrase = oldWords;
    const opened = await openVault(vault.ports())();
    expect(opened).toMatchObject({
      ok: false,
      error: {
        message: expect.stringContaining("2^24") as string,
        actions: ["recover"],
      },
    });
    expect(JSON.stringify(opened)).not.toContain("does not open");
  });
});

test("a passphrase's file of before leads to the recovery key, and to no older vault", async () => {
  await setPassphrase(vault.ports())(new Secret(oldWords));
  const copy = bytesOf("identity.age");
  await setPassphrase(vault.ports())(new Secret(newWords));
  vault.files.set("identity.age", copy);
  vault.items.clear();
  vault.passphrase = oldWords;
  expect(await openVault(vault.ports())()).toMatchObject({
    ok: false,
    error: { code: "vault-foreign", actions: ["recover"] },
  });
  // Nobody was asked, so nobody can say that it opens.
  expect((await sentences()).join("\n")).not.toContain("the passphrase opens");
});

describe("when a recovery key was last proven", () => {
  test("is said, and of another key it is not said", async () => {
    expect((await sentences()).join("\n")).toContain("not tried");
    await proveRecoveryKey(vault.ports(), vault.notes)(recoveryKey);
    expect((await sentences()).join("\n")).toMatch(
      /A recovery key exists, and opened the vault on \d{4}-\d\d-\d\d/,
    );
    await newRecoveryKey(vault.ports());
    expect((await sentences()).join("\n")).toContain("not tried");
  });

  test("a recovery and a restore with it count", async () => {
    const wanted = { kind: "generation", generation: 2 } as const;
    await use("anything");
    await restoreInto(vault, wanted);
    expect(vault.noted.proven).toBeNull();
    await restoreInto(vault, wanted, { recoveryKey });
    const recipient = vault.noted.proven?.recipient;
    expect(recipient).toMatch(/^age1/);
    vault.noted = { ...vault.noted, proven: null };
    vault.items.clear();
    const recover = recoverVault(vault.ports(), vault.notes);
    expect((await recover(recoveryKey, asked)).ok).toBe(true);
    expect(vault.noted.proven?.recipient).toBe(recipient);
  });

  test("is not said to be the one of now where the vault was not opened", async () => {
    await proveRecoveryKey(vault.ports(), vault.notes)(recoveryKey);
    await newRecoveryKey(vault.ports());
    vault.keychainState = "locked";
    expect((await sentences()).join("\n")).not.toContain(
      "exists, and opened the vault",
    );
  });

  test("a key that was shown before the disk was full is said to be none", async () => {
    const shown: Secret[] = [];
    const ports = vault.ports();
    const full = {
      ...ports,
      folder: {
        ...ports.folder,
        write: async () => failure(vaultError("file-failed", "Full.", "")),
      },
    };
    const replaced = await replaceRecoveryKey(full)(async (key) => {
      shown.push(key);
      return success(undefined);
    });
    expect(shown).toHaveLength(1);
    expect(replaced).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("does not count") as string },
    });
    expect(
      (await recoverVault(vault.ports(), vault.notes)(recoveryKey, asked)).ok,
    ).toBe(true);
  });
});

describe("advice that leads on", () => {
  test("without D-Bus a vault that is there is never to be made", async () => {
    vault.keychainState = "unavailable";
    const opened = await openVault(vault.ports())();
    const recovered = await recoverVault(vault.ports(), vault.notes)(
      recoveryKey,
      asked,
    );
    const said = JSON.stringify([opened, recovered, await doctor()]);
    expect(said).toContain("There is no D-Bus session");
    expect(opened).toMatchObject({
      ok: false,
      error: { actions: ["recover-passphrase"] },
    });
    expect(said).not.toMatch(/"init"|talos-vault init|no-keychain/);
    // Whoever has given the key already is not sent to the recovery once more.
    expect(recovered).toMatchObject({
      ok: false,
      error: { actions: ["new-passphrase"] },
    });
    const passphrase = new Secret(newWords);
    const again = await recoverVault(vault.ports(), vault.notes)(recoveryKey, {
      ...asked,
      passphrase,
    });
    expect(again.ok).toBe(true);
    vault.passphrase = newWords;
    expect((await openVault(vault.ports())()).ok).toBe(true);
  });

  test("a keychain without the key leads to the recovery", async () => {
    vault.items.clear();
    expect(await openVault(vault.ports())()).toMatchObject({
      ok: false,
      error: { code: "keychain-missing", actions: ["recover"] },
    });
  });

  test("a backup on a new machine asks for its recovery key, and after no vault that is not there", async () => {
    const packed = await backupVault(vault.ports(), vault.records)();
    if (!packed.ok) throw new Error(packed.error.message);
    const source = { kind: "file", bytes: packed.value.bytes } as const;
    const other = new MemoryVault(9);
    expect(await restoreInto(other, source)).toMatchObject({
      ok: false,
      error: { actions: ["with-recovery-key"] },
    });
    const plans: RestorePlan[] = [];
    const restored = await restoreInto(other, source, {
      recoveryKey,
      confirm: async (plan) => {
        plans.push(plan);
        return success(undefined);
      },
    });
    expect(restored.ok).toBe(true);
    expect(plans).toMatchObject([{ replaces: false, gone: [] }]);
  });

  test("a file that names no vault is no reason to enrol the keychain", async () => {
    vault.files.set("vault.age", new Uint8Array());
    const bad = (await doctor()).filter(({ severity }) => severity === "error");
    expect(bad).toMatchObject([{ subject: "vault", actions: ["restore"] }]);
  });
});

describe("somebody else writes at the same time", () => {
  test("a key that is replaced while the vault is opened is no foreign vault", async () => {
    const ports = vault.ports();
    let isFirst = true;
    const racing = {
      ...ports,
      keychain: {
        ...ports.keychain,
        read: async (account: string) => {
          if (isFirst) {
            isFirst = false;
            expect((await newRecoveryKey(vault.ports())).ok).toBe(true);
          }
          return ports.keychain.read(account);
        },
      },
    };
    expect(await openVault(racing)()).toMatchObject({ ok: true });
    expect(isFirst).toBe(false);
  });

  test("what is written while a restore asks is kept", async () => {
    await use("before");
    const restored = await restoreInto(
      vault,
      { kind: "generation", generation: 1 },
      {
        confirm: async () => {
          await use("meanwhile");
          return success(undefined);
        },
      },
    );
    expect(restored.ok).toBe(true);
    const back = await restoreInto(vault, {
      kind: "generation",
      generation: 3,
    });
    expect(back).toMatchObject({
      ok: true,
      value: { document: { previous: "meanwhile" } },
    });
  });
});
