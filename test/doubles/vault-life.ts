import { success, type Result } from "../../shared/core/result.ts";
import type { Secret } from "../../shared/core/secret.ts";
import {
  initVault,
  type InitInput,
  type NewVault,
} from "../../shared/core/usecases/vault/init.ts";
import type { VaultPorts } from "../../shared/core/usecases/vault/ports.ts";
import { replaceRecoveryKey } from "../../shared/core/usecases/vault/replace-recovery-key.ts";
import {
  restoreVault,
  type RestoredVault,
  type RestoreOptions,
  type RestoreSource,
} from "../../shared/core/usecases/vault/restore.ts";
import type { MemoryVault } from "./memory-vault.ts";

type WithKey<T> = T & { readonly recoveryKey: Secret };

/** Makes a vault for somebody who keeps the recovery key. */
export async function makeVault(
  ports: VaultPorts,
  input: InitInput = { keychain: "preferred" },
): Promise<Result<WithKey<NewVault>>> {
  const shown: Secret[] = [];
  const made = await initVault(ports)(input, async (key) => {
    shown.push(key);
    return success(undefined);
  });
  const [recoveryKey] = shown;
  if (!made.ok) return made;
  if (!recoveryKey) throw new Error("a vault was made, and its key not shown");
  return success({ ...made.value, recoveryKey });
}

/** Replaces the recovery key for somebody who keeps the new one. */
export async function newRecoveryKey(
  ports: VaultPorts,
): Promise<Result<Secret>> {
  const shown: Secret[] = [];
  const replaced = await replaceRecoveryKey(ports)(async (key) => {
    shown.push(key);
    return success(undefined);
  });
  const [recoveryKey] = shown;
  if (!replaced.ok) return replaced;
  if (!recoveryKey) throw new Error("a key counts that was not shown");
  return success(recoveryKey);
}

/** Restores without a question. */
export function restoreInto(
  vault: MemoryVault,
  source: RestoreSource,
  options: Partial<RestoreOptions> = {},
): Promise<Result<RestoredVault>> {
  return restoreVault(vault.ports(), vault)(source, {
    recoveryKey: null,
    replaceOther: false,
    passphrase: null,
    confirm: async () => success(undefined),
    ...options,
  });
}
