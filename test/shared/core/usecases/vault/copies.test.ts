import type { RestorePlan } from "../../../../../shared/core/usecases/vault/generations/restore-plan.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { success } from "../../../../../shared/core/result.ts";
import { backupVault } from "../../../../../shared/core/usecases/vault/backup.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import type { VaultPorts } from "../../../../../shared/core/usecases/vault/ports.ts";
import { restoreVault } from "../../../../../shared/core/usecases/vault/restore.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { runDoctor } from "../../../../../shared/core/usecases/vault/doctor/run-doctor.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeVault, restoreInto } from "../../../../doubles/vault-life.ts";
import { plainContext } from "../../../../doubles/documents.ts";

let vault: MemoryVault;

beforeEach(async () => {
  vault = new MemoryVault(5);
  await makeVault(vault.ports());
});

async function badOfBackups() {
  const checks = await runDoctor(vault.ports(), vault.notes)();
  if (!checks.ok) throw new Error(checks.error.message);
  return checks.value
    .filter(
      ({ subject, severity }) => subject === "backups" && severity === "error",
    )
    .map(({ message }) => message)
    .join("\n");
}

const put = (names: readonly string[]) =>
  changeVault(vault.ports())((document) =>
    success({
      ...document,
      contexts: new Map(names.map((name) => [name, plainContext(name)])),
    }),
  );

const generation = (number: number) =>
  [...vault.files.keys()].find((name) =>
    name.startsWith(`backups/${String(number)}-`),
  ) ?? "none";

function cut(name: string): void {
  const bytes = vault.files.get(name) ?? new Uint8Array();
  vault.files.set(name, bytes.subarray(0, bytes.length - 20));
}

describe("the files of earlier generations", () => {
  test("that are cut short are not called kept", async () => {
    await put(["home"]);
    expect(await badOfBackups()).toBe("");
    cut(generation(1));
    expect(await badOfBackups()).toContain("damaged and cannot be put back: 1");
    expect(
      await restoreInto(vault, { kind: "generation", generation: 1 }),
    ).toMatchObject({
      ok: false,
      error: {
        message: expect.stringMatching(/^Generation 1 is damaged/) as string,
      },
    });
  });

  test("that are gone with a key that is nowhere else are missed", async () => {
    await put(["home"]);
    await put([]);
    vault.files.delete(generation(2));
    expect(await badOfBackups()).toContain("gone: home (generation 2)");
  });

  test("the present vault is kept again where its copy was cut short", async () => {
    await put(["home"]);
    cut(generation(2));
    await put([]);
    expect(await badOfBackups()).toBe("");
    const restored = await restoreInto(vault, {
      kind: "generation",
      generation: 2,
    });
    expect(restored.ok && [...restored.value.document.contexts.keys()]).toEqual(
      ["home"],
    );
  });
});

test("what is put back where no vault is left counts above all that is kept", async () => {
  vault = new MemoryVault(6);
  const made = await makeVault(vault.ports());
  if (!made.ok) throw new Error(made.error.message);
  for (const name of ["home", "work", "lab"]) await put([name]);
  vault.files.delete("vault.age");
  // Nor does a keychain know how far the vault had come.
  vault.items.clear();
  const { recoveryKey } = made.value;
  const back = { kind: "generation", generation: 2 } as const;
  const restored = await restoreInto(vault, back, { recoveryKey });
  expect(restored.ok && restored.value.document.generation).toBe(5);
});

describe("a backup, put into another folder", () => {
  /** With the keychain of the vault in use, as a folder that TALOS_VAULT_HOME names. */
  async function drill(given: Partial<VaultPorts>) {
    const folder = new MemoryVault(7);
    const made = await makeVault(usualVault.ports());
    if (!made.ok) throw new Error(made.error.message);
    const packed = await backupVault(usualVault.ports(), usualVault.records)();
    if (!packed.ok) throw new Error(packed.error.message);
    const { keychain } = usualVault.ports();
    plans = [];
    return restoreVault({ ...folder.ports(), keychain, ...given }, folder)(
      { kind: "file", bytes: packed.value.bytes },
      {
        recoveryKey: made.value.recoveryKey,
        replaceOther: false,
        passphrase: null,
        confirm: async (plan) => {
          plans.push(plan);
          return success(undefined);
        },
      },
    );
  }
  let plans: RestorePlan[] = [];
  let usualVault: MemoryVault;
  beforeEach(() => {
    usualVault = new MemoryVault(6);
  });

  test("is refused while the vault is in its usual one, which would be older then", async () => {
    const { folder } = usualVault.ports();
    const refused = await drill({ usualFolder: folder });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: "vault-exists" },
    });
    expect((await openVault(usualVault.ports())()).ok).toBe(true);
  });

  const elsewhere = new MemoryVault(8).ports();

  test.each([
    ["the usual folder is empty", () => ({ usualFolder: elsewhere.folder })],
    [
      "the keychain does not know the vault",
      () => ({
        usualFolder: usualVault.ports().folder,
        keychain: elsewhere.keychain,
      }),
    ],
    ["there is no other folder", () => ({})],
  ])("is put there where %s", async (_, given) => {
    expect((await drill(given())).ok).toBe(true);
  });

  test("is said to shut one that is in use in a folder that nobody named here", async () => {
    await drill({ usualFolder: elsewhere.folder });
    expect(plans).toMatchObject([{ isKnownElsewhere: true }]);
    usualVault = new MemoryVault(6);
    await drill({
      usualFolder: elsewhere.folder,
      keychain: new MemoryVault(9).ports().keychain,
    });
    expect(plans).toMatchObject([{ isKnownElsewhere: false }]);
  });
});
