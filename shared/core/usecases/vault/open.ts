import { equalBytes } from "../../bytes.ts";
import { momentText } from "../../moment-text.ts";
import { vaultError, type VaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { readVaultId } from "../../vault/header.ts";
import { damaged } from "../../vault/vault-problems.ts";
import {
  obtainKeys,
  type CandidateKey,
  type VaultKeys,
} from "./obtain-keys.ts";
import type { VaultPorts } from "./ports.ts";

export interface OpenVault {
  readonly document: VaultDocument;
  readonly identity: Secret;
  /** The file as it was read. */
  readonly bytes: Uint8Array;
  readonly keys: VaultKeys;
  /** The key that opened it was one that a replacement had written ahead. */
  readonly isNextIdentity: boolean;
  /** What a person must be told, as sentences. */
  readonly notices: readonly string[];
}

/**
 * Opens the vault: reads the file, asks the keychain or the passphrase, decrypts, checks the HMAC and the
 * generation floor. Changes nothing on disk.
 */
export function openVault(ports: VaultPorts): () => Promise<Result<OpenVault>> {
  return async () => {
    const bytes = await readVaultFile(ports);
    if (!bytes.ok) return bytes;
    const vaultId = readVaultId(bytes.value);
    if (vaultId === null)
      return failure(damaged("its header is not one of ours"));
    const keys = await obtainKeys(ports, vaultId);
    if (!keys.ok) return keys;
    const opened = await openWithKeys(ports, bytes.value, keys.value);
    return isOlderThanFloor(opened)
      ? openOnceMore(ports, bytes.value, keys.value, opened)
      : opened;
  };
}

/**
 * Between the file and its floor somebody may have written both: then the file that is there now has it. An older one
 * that was put there is still older.
 */
async function openOnceMore(
  ports: VaultPorts,
  before: Uint8Array,
  keys: VaultKeys,
  first: Result<OpenVault>,
): Promise<Result<OpenVault>> {
  const bytes = await readVaultFile(ports);
  if (!bytes.ok) return bytes;
  return equalBytes(bytes.value, before)
    ? first
    : openWithKeys(ports, bytes.value, keys);
}

function isOlderThanFloor(opened: Result<OpenVault>): boolean {
  return !opened.ok && opened.error.code === "vault-rolled-back";
}

/** Errors: `vault-missing`, with the way to a vault that was there once. */
export async function readVaultFile({
  folder,
}: VaultPorts): Promise<Result<Uint8Array>> {
  const file = await folder.read("vault.age");
  if (!file.ok) return file;
  if (file.value !== null) return success(file.value);
  const backups = await folder.backups.list();
  const hasBackups = backups.ok && backups.value.length > 0;
  return failure(noVault(folder.path, hasBackups));
}

/** Opens bytes that were read before with keys that were obtained before. Errors as `openVault`. */
export async function openWithKeys(
  ports: VaultPorts,
  bytes: Uint8Array,
  keys: VaultKeys,
): Promise<Result<OpenVault>> {
  const opened = await tryKeys(bytes, keys.candidates);
  if (!opened.ok) return opened;
  const { document, candidate } = opened.value;
  const floor = keys.token?.floor ?? null;
  if (floor !== null && document.generation < floor)
    return failure(rolledBack(document, floor));
  return success({
    document,
    identity: candidate.identity,
    bytes,
    keys,
    isNextIdentity: candidate.isNext,
    notices: floor === null ? [unanchored(document)] : [],
  });
}

async function tryKeys(bytes: Uint8Array, candidates: readonly CandidateKey[]) {
  const { unsealVault } = await import("../../vault/seal.ts");
  let last: Result<never> = failure(damaged("no key was tried"));
  for (const candidate of candidates) {
    const document = await unsealVault(bytes, candidate.identity);
    if (document.ok) return success({ document: document.value, candidate });
    last = document;
  }
  return last;
}

/** Without a keychain nothing outside the file says which generation is the newest: so we say which it is. */
function unanchored({ generation, writtenAt }: VaultDocument): string {
  return `Vault of ${momentText(writtenAt)}, generation ${String(generation)} (no keychain to compare with).`;
}

function rolledBack(document: VaultDocument, floor: number): VaultError {
  return vaultError(
    "vault-rolled-back",
    `The vault file is older than the last one written here: generation ${String(document.generation)} of ${momentText(document.writtenAt)}, expected ${String(floor)} or newer.`,
    "If you put it there yourself, say so: talos-vault restore --accept-older.",
  );
}

function noVault(path: string, hasBackups: boolean): VaultError {
  return hasBackups
    ? vaultError(
        "vault-missing",
        `The vault file in ${path} is gone; earlier generations are there.`,
        "Put one back: talos-vault restore --generation N (talos-vault doctor lists them).",
      )
    : vaultError(
        "vault-missing",
        `There is no vault in ${path}.`,
        "Make one: talos-vault init",
      );
}
