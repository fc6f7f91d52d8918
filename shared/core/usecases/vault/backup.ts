import { success, type Result } from "../../result.ts";
import { openVault } from "./open.ts";
import { packArchive } from "./archive.ts";
import type { VaultPorts } from "./ports.ts";

export interface PackedVault {
  readonly bytes: Uint8Array;
  readonly generation: number;
}

/** Packs the encrypted vault and its slots into one file, after opening it to be sure that it is sound. */
export function backupVault(
  ports: VaultPorts,
): () => Promise<Result<PackedVault>> {
  return async () => {
    const opened = await openVault(ports)();
    if (!opened.ok) return opened;
    const recovery = await ports.folder.read("recovery.age");
    if (!recovery.ok) return recovery;
    const passphrase = await ports.folder.read("identity.age");
    if (!passphrase.ok) return passphrase;
    const bytes = packArchive({
      vault: opened.value.bytes,
      recovery: recovery.value,
      passphrase: passphrase.value,
    });
    return success({ bytes, generation: opened.value.document.generation });
  };
}
