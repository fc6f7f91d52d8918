import type { VaultRecords } from "../../ports/vault-records.ts";
import { success, type Result } from "../../result.ts";
import { sealRecords } from "../../vault/sealed-records.ts";
import { packArchive } from "./archive.ts";
import { openVault } from "./open.ts";
import type { VaultPorts } from "./ports.ts";

export interface PackedVault {
  readonly bytes: Uint8Array;
  readonly generation: number;
}

/**
 * Packs the encrypted vault, its slots and, encrypted like it, what lies beside it into one file, after opening it to be
 * sure that it is sound. Errors: those of opening and reading.
 */
export function backupVault(
  ports: VaultPorts,
  records: VaultRecords,
): () => Promise<Result<PackedVault>> {
  return async () => {
    const opened = await openVault(ports)();
    if (!opened.ok) return opened;
    const { document, identity } = opened.value;
    const recovery = await ports.folder.read("recovery.age");
    if (!recovery.ok) return recovery;
    const passphrase = await ports.folder.read("identity.age");
    if (!passphrase.ok) return passphrase;
    const texts = await records.read();
    if (!texts.ok) return texts;
    const bytes = packArchive({
      vault: opened.value.bytes,
      recovery: recovery.value,
      passphrase: passphrase.value,
      records: await sealRecords(texts.value, identity, document),
    });
    return success({ bytes, generation: document.generation });
  };
}
