import type { VaultFolder } from "../../core/ports/vault-folder.ts";
import { diskVaultFolder } from "./disk-vault-folder.ts";
import { usualLocation } from "./vault-location.ts";

/**
 * The vault's folder of this machine when none is named, where `home` is another one. Undefined where it is the same, or the
 * keychain's service is one of its own: then neither knows of the other.
 */
export function usualFolder(
  home: string,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Pick<VaultFolder, "read"> | undefined {
  if (env["TALOS_VAULT_KEYCHAIN_SERVICE"] !== undefined) return undefined;
  const usual = usualLocation(env, platform);
  return usual === home ? undefined : diskVaultFolder(usual);
}
