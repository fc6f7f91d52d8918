import { describe, expect, test } from "vitest";
import { vaultError } from "../../../../../shared/core/errors.ts";
import {
  failure,
  success,
  type Result,
} from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { readImport } from "../../../../../shared/core/usecases/imports/imported-file.ts";
import {
  applyImport,
  importFiles,
} from "../../../../../shared/core/usecases/imports/apply-import.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import {
  removePassphrase,
  setPassphrase,
} from "../../../../../shared/core/usecases/vault/change-passphrase.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import type { VaultPorts } from "../../../../../shared/core/usecases/vault/ports.ts";
import { replaceRecoveryKey } from "../../../../../shared/core/usecases/vault/replace-recovery-key.ts";
import { recoverVault } from "../../../../../shared/core/usecases/vault/recover.ts";
import { restoreVault } from "../../../../../shared/core/usecases/vault/restore.ts";
import { must } from "../../../../doubles/memory-host.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeTalosconfig } from "../../../../doubles/talosconfig-maker.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";

/** A disk that puts files in their place and then fails, as where a folder cannot be synced. */
function failingAfterwards(real: VaultPorts, names: RegExp): VaultPorts {
  const folder = { ...real.folder };
  const write: typeof folder.write = async (name, bytes) => {
    const written = await real.folder.write(name, bytes);
    return written.ok && names.test(name)
      ? failure(vaultError("file-failed", `Could not write ${name}.`, "", "EIO")) // prettier-ignore
      : written;
  };
  return { ...real, folder: { ...folder, write } };
}

describe("a write that is in its place when the disk reports a failure", () => {
  test("counts: the new recovery key is not said to be worth nothing", async () => {
    const vault = new MemoryVault();
    await makeVault(vault.ports());
    const ports = failingAfterwards(vault.ports(), /^vault\.age$/);
    const keys: Secret[] = [];
    const replaced = await replaceRecoveryKey(ports)(async (key) => {
      keys.push(key);
      return success(undefined);
    });
    expect(replaced).toMatchObject({ ok: true });
    expect(vault.told).toMatchObject([{ code: "write-unconfirmed" }]);
  });

  test("is told whatever wrote: a passphrase, an import, a restore, a recovery", async () => {
    const vault = new MemoryVault();
    const { recoveryKey } = must(await makeVault(vault.ports()));
    const ports = failingAfterwards(vault.ports(), /^vault\.age$/);
    const bytes = new TextEncoder().encode(makeTalosconfig(1));
    const file = must(readImport("/talosconfig", { bytes, identity: null }));
    const importing = {
      onConflict: "rename",
      use: false,
      dryRun: false,
    } as const;
    const recovering = { passphrase: null, acceptOlder: false, keychain: true };
    const restoring = { recoveryKey: null, replaceOther: false, passphrase: null, confirm: async () => success(undefined) }; // prettier-ignore
    const writes: readonly (() => Promise<Result<unknown>>)[] = [
      () => importFiles(ports)([file], importing),
      () => setPassphrase(ports)(new Secret("correct horse battery staple")),
      () => removePassphrase(ports)(),
      () => recoverVault(ports, vault.notes)(recoveryKey, recovering),
      () => restoreVault(ports, vault)({ kind: "present" }, restoring),
    ];
    for (const [at, write] of writes.entries()) {
      must(await write());
      expect(vault.told, String(at)).toMatchObject([{ code: "write-unconfirmed" }]); // prettier-ignore
      vault.told.length = 0;
    }
  });

  test.each([
    ["vault.age", undefined],
    ["edits.age", 0],
  ] as const)("is told as a warning, of %s too", async (name, editsFrom) => {
    const vault = new MemoryVault();
    if (editsFrom !== undefined) vault.editsFrom = editsFrom;
    await makeVault(vault.ports());
    const change = changeVault(failingAfterwards(vault.ports(), new RegExp(`^${name}$`))); // prettier-ignore
    await changeVault(vault.ports())((document) => success({ ...document, current: "a" })); // prettier-ignore
    const changed = await change((document) => success({ ...document, current: "b" })); // prettier-ignore
    if (!changed.ok) throw new Error(changed.error.message);
    expect(changed.value.warnings).toMatchObject([{ code: "write-unconfirmed", message: expect.stringContaining(`Could not write ${name}. (EIO)`) as string }]); // prettier-ignore
    const opened = await openVault(vault.ports())();
    expect(opened).toMatchObject({ ok: true, value: { document: { current: "b" } } }); // prettier-ignore
  });

  test("is none where what was there before is there", async () => {
    const vault = new MemoryVault();
    await makeVault(vault.ports());
    const real = vault.ports();
    const write = async () => failure(vaultError("disk-full", "No space left.", "")); // prettier-ignore
    const change = changeVault({ ...real, folder: { ...real.folder, write } });
    const changed = await change((document) => success({ ...document, current: "b" })); // prettier-ignore
    expect(changed).toMatchObject({ ok: false, error: { code: "disk-full" } });
  });

  test("leaves the file that was imported", async () => {
    const vault = new MemoryVault();
    await makeVault(vault.ports());
    const ports = failingAfterwards(vault.ports(), /^vault\.age$/);
    const { clock, ledger } = ports;
    const source = {
      bytes: new TextEncoder().encode(makeTalosconfig(1)),
      identity: { device: "1", inode: "2", links: 1 },
    };
    const file = readImport("/talosconfig", source);
    if (!file.ok) throw new Error(file.error.message);
    const change = changeVault(ports);
    const options = { onConflict: "rename", use: false } as const;
    const applied = await applyImport({ change, clock, ledger }, [file.value], options); // prettier-ignore
    if (!applied.ok) throw new Error(applied.error.message);
    expect(applied.value.files).toMatchObject([{ proof: null, leftOver: [{ kind: "unconfirmed" }] }]); // prettier-ignore
  });
});
