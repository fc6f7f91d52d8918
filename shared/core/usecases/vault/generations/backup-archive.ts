import { createTar, parseTar } from "nanotar";
import { countOf } from "../../../counted-noun.ts";
import { vaultError, withActions, type VaultError } from "../../../errors.ts";
import { limits } from "../../../limits.ts";
import { failure, success, type Result } from "../../../result.ts";
import { readVaultId } from "../../../vault/sealed/vault-file-header.ts";

/** A vault to carry away: the encrypted file and the slots that open it, as they lie in the folder. */
export interface VaultArchive {
  readonly vault: Uint8Array;
  /** Small changes beside it that are not in it; null in archives of before, too. */
  readonly edits: Uint8Array | null;
  readonly recovery: Uint8Array | null;
  readonly passphrase: Uint8Array | null;
  /** What lies beside the vault, encrypted like it; null in archives of before. */
  readonly records: Uint8Array | null;
}

const names = {
  vault: "vault.age",
  edits: "edits.age",
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
  if (!isWithinBounds(bytes)) return failure(bloated());
  const files = filesIn(bytes);
  const vault = files.get(names.vault);
  if (!vault || readVaultId(vault) === null)
    return failure(
      withActions(
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
    edits: files.get(names.edits) ?? null,
    recovery: files.get(names.recovery) ?? null,
    passphrase: files.get(names.passphrase) ?? null,
    records: files.get(names.records) ?? null,
  });
}

function bloated(): VaultError {
  return withActions(
    vaultError(
      "vault-damaged",
      `The file is not a backup of a vault: it is a tar of more than ${countOf(limits.archiveEntries.most, "entry", "entries")}, or of headers that no file has.`,
      "Name a file that a backup wrote, or pack its vault.age and recovery.age anew. Nothing was changed.",
    ),
    ["restore"],
  );
}

/** A `vault.age` without what opens it. */
export function bare(
  vault: Uint8Array,
  edits: Uint8Array | null = null,
): VaultArchive {
  return { vault, edits, recovery: null, passphrase: null, records: null };
}

function filesIn(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  try {
    // The library reads the whole buffer that a view is of.
    const entries = parseTar(new Uint8Array(bytes)).flatMap(({ name, data }) =>
      data ? [[name, Uint8Array.from(data)] as const] : [],
    );
    return new Map(entries);
  } catch {
    return new Map();
  }
}

const tarBlock = 512;
const sizeAt = 124;
const typeAt = 156;
const [regular, oldRegular] = ["0", "\0"];

/**
 * Has the tar few entries, and short headers of headers? The library adds global ones to each file, and splits each at its
 * lines: what is small as a file takes minutes. Only headers are looked at here; what is in them the library reads.
 */
function isWithinBounds(bytes: Uint8Array): boolean {
  let entries = 0;
  for (let at = 0; at < bytes.length && bytes[at] !== 0;) {
    const text = latin1.decode(bytes.subarray(at, at + tarBlock));
    const size = Number.parseInt(text.slice(sizeAt, sizeAt + 12), 8);
    const isFile = [regular, oldRegular].includes(text.charAt(typeAt));
    entries += 1;
    if (entries > limits.archiveEntries.most) return false;
    if (!(size >= 0) || (!isFile && size > limits.archiveHeader.most))
      return false;
    at += tarBlock * (1 + Math.ceil(size / tarBlock));
  }
  return true;
}

const latin1 = new TextDecoder("latin1");
