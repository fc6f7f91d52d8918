import type { Clock } from "../ports/clock.ts";
import type { Keychain } from "../ports/keychain.ts";
import type { Random } from "../ports/random.ts";
import type { VaultFolder } from "../ports/vault-folder.ts";
import type { VaultReader } from "../ports/vault-reader.ts";
import { success, type Result } from "../result.ts";
import { writeToken, type KeychainToken } from "../vault/keychain-token.ts";
import { openVault, readVaultFile } from "./open-vault.ts";
import { documentReader } from "./vault-reader.ts";
import type { VaultPorts } from "./vault-ports.ts";

export interface AgentPorts {
  readonly folder: VaultFolder;
  readonly clock: Clock;
  readonly random: Random;
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
    const vaultPorts = withKnownKey(ports, { ...start, floor });
    const bytes = await readVaultFile(vaultPorts);
    if (!bytes.ok) return bytes;
    if (known && isEqual(known.bytes, bytes.value))
      return success(known.reader);
    known = null;
    const opened = await openVault(vaultPorts)();
    if (!opened.ok) return opened;
    const { document } = opened.value;
    floor = Math.max(floor, document.generation);
    known = {
      bytes: opened.value.bytes,
      reader: documentReader(document, ports.clock),
    };
    return success(known.reader);
  };
  return { read };
}

/** The ports of a vault whose key is known already: nobody is asked, nothing is stored. */
function withKnownKey(ports: AgentPorts, token: KeychainToken): VaultPorts {
  const keychain: Keychain = {
    read: async () => ({ kind: "found", value: writeToken(token) }),
    write: async () => ({ kind: "done" }),
    remove: async () => ({ kind: "done" }),
  };
  const passphrase = {
    ask: () => {
      throw new Error("the agent asks nobody");
    },
  };
  return { ...ports, keychain, passphrase, preferPassphrase: false };
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
