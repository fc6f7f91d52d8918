import type * as Scrypt from "../../../../../shared/core/pki/primitives/scrypt.ts";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { success } from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { setPassphrase } from "../../../../../shared/core/usecases/vault/change-passphrase.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { runDoctor } from "../../../../../shared/core/usecases/vault/doctor/run-doctor.ts";
import { plainContext } from "../../../../doubles/documents.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";

vi.mock("../../../../../shared/core/pki/primitives/scrypt.ts", async (load) => {
  const { withQuickPassphrases } =
    await import("../../../../doubles/quick-passphrases.ts");
  return withQuickPassphrases(await load<typeof Scrypt>());
});

const words = "correct horse battery staple";
let vault: MemoryVault;

beforeEach(async () => {
  vault = new MemoryVault(5);
  await makeVault(vault.ports());
});

const use = (name: string) =>
  changeVault(vault.ports())((document) =>
    success({ ...document, previous: name }),
  );

async function doctor(on = vault, preferPassphrase = false) {
  const checks = await runDoctor(on.ports(preferPassphrase), on.notes)();
  if (!checks.ok) throw new Error(checks.error.message);
  return checks.value;
}

describe("the doctor", () => {
  const severityOfVault = async (on = vault) =>
    (await doctor(on)).find(({ subject }) => subject === "vault")?.severity;

  test("calls nothing good that does not open", async () => {
    expect(await severityOfVault()).toBe("info");
    const older = vault.files.get("vault.age") ?? new Uint8Array();
    await use("home");
    const newest = vault.files.get("vault.age") ?? new Uint8Array();
    vault.files.set("vault.age", newest.subarray(0, newest.length - 20));
    expect(await severityOfVault()).toBe("error");
    vault.files.set("vault.age", older);
    expect(await severityOfVault()).toBe("error");
  });

  test("sees without a key that a file is cut short", async () => {
    vault.passphrase = words;
    await setPassphrase(vault.ports())(new Secret(words));
    vault.keychainState = "unavailable";
    expect(await severityOfVault()).toBe("info");
    const whole = vault.files.get("vault.age") ?? new Uint8Array();
    vault.files.set("vault.age", whole.subarray(0, whole.length - 20));
    expect(await severityOfVault()).toBe("error");
    expect(vault.passphrasesAsked).toBe(0);
  });

  test("says of earlier generations in one place, and names each context that they have a key of once", async () => {
    const withKey = (key: string | null) =>
      changeVault(vault.ports())((document) => {
        const contexts = new Map(document.contexts);
        const lab = plainContext("lab");
        if (key === null) contexts.delete("lab");
        else
          contexts.set("lab", {
            ...lab,
            config: { ...lab.config, key: new Secret(key) },
          });
        return success({ ...document, contexts });
      });
    for (const key of ["b25l", "dHdv", null]) {
      // oxlint-disable-next-line no-await-in-loop
      expect(await withKey(key)).toMatchObject({ ok: true });
    }
    const checks = await doctor();
    expect(checks.map(({ subject }) => subject)).toEqual([
      "vault",
      "recovery",
      "backups",
      "backups",
      "keychain",
    ]);
    expect(
      checks.find(({ code }) => code === "generations-hold-more")?.message,
    ).toMatch(/earlier generations: lab \(generations 3, 2\)[.]$/);
  });

  test("names later generations where nothing else tells that the vault's file is an older one", async () => {
    vault.passphrase = words;
    await setPassphrase(vault.ports())(new Secret(words));
    vault.keychainState = "unavailable";
    const older = vault.files.get("vault.age") ?? new Uint8Array();
    const later = async () =>
      (await doctor(vault, true)).filter(
        ({ code }) => code === "generations-later",
      );
    await use("home");
    expect(await later()).toEqual([]);
    vault.files.set("vault.age", older);
    expect(await later()).toMatchObject([
      { severity: "warning", actions: ["restore"] },
    ]);
    // From here on it is known that the older one was meant, or built upon.
    await use("lab");
    expect(await later()).toEqual([]);
  });

  test("names the files that a program for syncing made", async () => {
    vault.conflictCopies = ["vault.sync-conflict-20261129-000000-ABC.age"];
    expect(JSON.stringify(await doctor())).toContain("sync-conflict");
    vault.conflictCopies = ["edits (conflicted copy 2026-11-29).age"];
    const said = JSON.stringify(await doctor());
    expect(said).toContain("labels or marks");
    expect(said).not.toContain("import FILE");
  });
});
