import { vaultError, type VaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import type { HashicorpAnswer } from "./hashicorp-requests.ts";

/** The secret that was asked for, and whom. */
export interface AskedSecret {
  readonly server: string;
  readonly path: string;
  readonly field: string;
}

/** What an answer without the secret means. */
export function refusalOf(
  { server, path }: AskedSecret,
  { status }: HashicorpAnswer,
): VaultError {
  if (status === 403 || status === 401)
    return vaultError(
      "store-login",
      `${server} refuses ${path}: the login has ended, or may not do that, or there is no such mount.`,
      "Run vault login (or bao login), and look at the policy of the token.",
    );
  return vaultError(
    "store-failed",
    `${server} answers ${String(status)} about ${path}.`,
    status === 503
      ? "It is sealed or on standby: ask who runs it."
      : "Check VAULT_ADDR and the address.",
  );
}

export function deletedThere({ server, path }: AskedSecret): VaultError {
  return vaultError(
    "store-diverged",
    `${path} was deleted on ${server}; it can be recovered there.`,
    "Recover it (bao kv undelete), or choose another place.",
  );
}

export function noKeyValueEngine({ server, path }: AskedSecret): VaultError {
  return vaultError(
    "store-failed",
    `${path} is in no KV engine of ${server}.`,
    "Name a mount of the kind kv.",
  );
}

export function inexactNumbers({ path }: AskedSecret): VaultError {
  return vaultError(
    "unsupported",
    `${path} has numbers that would not come back as they are, large ones or some like 1.10; nothing was written.`,
    "Name a secret of its own for it, or keep those numbers as texts.",
  );
}

export function tooDeep({ path }: AskedSecret): VaultError {
  return vaultError(
    "store-failed",
    `${path} has collections more than ${String(limits.storeLevels.most)} deep.`,
    "Name a secret of its own for it.",
  );
}

export function noText({ path, field }: AskedSecret): VaultError {
  return vaultError(
    "store-failed",
    `The field ${field} of ${path} is no text.`,
    "Name another one: vault:MOUNT/PATH#FIELD",
  );
}
