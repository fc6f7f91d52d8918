import { createTar, parseTar } from "nanotar";
import { vaultError, withRemedies } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import { readVaultId } from "../../vault/header.ts";

/** A vault to carry away: the encrypted file and the slots that open it, as they lie in the folder. */
export interface VaultArchive {
  readonly vault: Uint8Array;
  readonly recovery: Uint8Array | null;
  readonly passphrase: Uint8Array | null;
  /** What lies beside the vault, encrypted like it; null in archives of before. */
  readonly records: Uint8Array | null;
}

const names = {
  vault: "vault.age",
  recovery: "recovery.age",
  passphrase: "identity.age",
  records: "records.age",
} as const;
const privateMode = "600";

/** A plain tar of age files: everything in it is encrypted, and stock tools take it apart. */
export function packArchive(archive: VaultArchive): Uint8Array {
  const files = Object.entries(names).flatMap(([key, name]) => {
    const data = archive[key as keyof VaultArchive];
    return data === null ? [] : [{ name, data, attrs: { mode: privateMode } }];
  });
  return createTar(files);
}

/** Reads such a tar, or a bare `vault.age`. Errors: `vault-damaged`. */
export function readArchive(bytes: Uint8Array): Result<VaultArchive> {
  if (readVaultId(bytes) !== null) return success(bare(bytes));
  const files = filesIn(bytes);
  const vault = files.get(names.vault);
  if (!vault || readVaultId(vault) === null)
    return failure(
      withRemedies(
        vaultError(
          "vault-damaged",
          "The file is not a backup of a vault: neither a vault.age nor a tar with one in it.",
          "Name a file that a backup wrote. Nothing was changed.",
        ),
        ["restore"],
      ),
    );
  return success({
    vault,
    recovery: files.get(names.recovery) ?? null,
    passphrase: files.get(names.passphrase) ?? null,
    records: files.get(names.records) ?? null,
  });
}

/** A `vault.age` alone. */
export function bare(vault: Uint8Array): VaultArchive {
  return { vault, recovery: null, passphrase: null, records: null };
}

function filesIn(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  try {
    const entries = parseTar(bytes).flatMap(({ name, data }) =>
      data ? [[name, Uint8Array.from(data)] as const] : [],
    );
    return new Map(entries);
  } catch {
    return new Map();
  }
}
