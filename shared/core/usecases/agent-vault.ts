import { equalBytes } from "../bytes.ts";
import type { VaultFolder } from "../ports/vault-folder.ts";
import type { VaultReader } from "../ports/vault-reader.ts";
import { success, type Result } from "../result.ts";
import type { KeychainToken } from "../vault/keychain-token.ts";
import { knownKeyPorts } from "./known-key.ts";
import type { LendPorts } from "./lend-ports.ts";
import { openVault, readVaultFile } from "./open-vault.ts";
import { documentReader } from "./vault-reader.ts";

export interface AgentPorts extends LendPorts {
  readonly folder: VaultFolder;
}

/** Keeps a vault open in memory; every read looks first whether the file is still the one that was read. */
export function agentVault(
  ports: AgentPorts,
  start: KeychainToken,
): { read(): Promise<Result<VaultReader>> } {
  let known: {
    readonly bytes: Uint8Array;
    readonly reader: VaultReader;
  } | null = null;
  let floor = start.floor;
  const read = async (): Promise<Result<VaultReader>> => {
    const vaultPorts = knownKeyPorts(ports, { ...start, floor }, null);
    const bytes = await readVaultFile(vaultPorts);
    if (!bytes.ok) return bytes;
    if (known && equalBytes(known.bytes, bytes.value))
      return success(known.reader);
    known = null;
    const opened = await openVault(vaultPorts)();
    if (!opened.ok) return opened;
    const { document } = opened.value;
    floor = Math.max(floor, document.generation);
    known = {
      bytes: opened.value.bytes,
      reader: documentReader(document, ports),
    };
    return success(known.reader);
  };
  return { read };
}
