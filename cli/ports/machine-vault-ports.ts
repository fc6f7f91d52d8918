import type { VaultPorts } from "../../shared/core/usecases/vault/ports.ts";
import { usualFolder } from "../../shared/node/vault/usual-folder.ts";
import { diskVaultFolder } from "../../shared/node/vault/disk-vault-folder.ts";
import { osKeychain } from "../../shared/node/vault/os-keychain.ts";

type Given = Omit<VaultPorts, "folder" | "keychain"> & {
  /** Absolute path of the vault's folder. */
  readonly home: string;
  /** Is told what a change of the vault waits for, when it waits for long. */
  readonly onWait?: (what: string) => void;
};

/** The ports of a vault on this machine. Tests and development name a keychain service of their own. */
export function machineVaultPorts({
  home,
  onWait,
  ...given
}: Given): VaultPorts {
  const service = process.env["TALOS_VAULT_KEYCHAIN_SERVICE"];
  const usual = usualFolder(home, process.env, process.platform);
  return {
    ...given,
    ...(usual ? { usualFolder: usual } : {}),
    folder: diskVaultFolder(home, { onWait }),
    keychain: osKeychain(service),
  };
}
