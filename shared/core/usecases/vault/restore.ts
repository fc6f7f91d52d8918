import { vaultError } from "../../errors.ts";
import type { VaultFileName, VaultFolder } from "../../ports/vault-folder.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { readVaultId } from "../../vault/header.ts";
import { readToken, writeToken } from "../../vault/keychain-token.ts";
import { damaged } from "../../vault/vault-problems.ts";
import { sealChecked } from "./change.ts";
import { promote, promoteFirst } from "./finish-replacement.ts";
import {
  obtainKeys,
  openRecoverySlots,
  type CandidateKey,
} from "./obtain-keys.ts";
import { openWithKeys, type OpenVault } from "./open.ts";
import { readArchive, type VaultArchive } from "./archive.ts";
import { recordLetGo } from "../ledger/record-let-go.ts";
import type { VaultPorts } from "./ports.ts";

export type RestoreSource =
  | { readonly kind: "file"; readonly bytes: Uint8Array }
  | { readonly kind: "generation"; readonly generation: number }
  /** The file that is in place, although it is older than the floor says. */
  | { readonly kind: "present" };

export interface RestoreOptions {
  readonly recoveryKey: Secret | null;
  /** Put it in the place of another vault. */
  readonly replaceOther: boolean;
}

/**
 * Puts a backup, an earlier generation or a knowingly older file in place, as a new generation, so that the
 * floor stays what it is for. It is opened before anything is touched; what was there is kept as
 * `vault.replaced.age`. Errors: those of opening; `vault-exists` for another vault; `file-missing`.
 */
export function restoreVault(
  ports: VaultPorts,
): (
  source: RestoreSource,
  options: RestoreOptions,
) => Promise<Result<VaultDocument>> {
  return async (source, options) => {
    const archive = await archiveOf(ports, source);
    if (!archive.ok) return archive;
    const present = await ports.folder.read("vault.age");
    if (!present.ok) return present;
    const refusal = refuseOther(archive.value, present.value, options);
    if (refusal) return refusal;
    const opened = await openArchive(ports, archive.value, options.recoveryKey);
    if (!opened.ok) return opened;
    return ports.folder.locked(() =>
      putInPlace(ports, archive.value, opened.value),
    );
  };
}

async function archiveOf(
  { folder }: VaultPorts,
  source: RestoreSource,
): Promise<Result<VaultArchive>> {
  if (source.kind === "file") return readArchive(source.bytes);
  const file =
    source.kind === "present"
      ? await folder.read("vault.age")
      : await folder.backups.read(source.generation);
  if (!file.ok) return file;
  if (file.value)
    return success({ vault: file.value, recovery: null, passphrase: null });
  return failure(
    vaultError(
      "file-missing",
      "That generation is not there.",
      "talos-vault doctor lists those that are.",
    ),
  );
}

function refuseOther(
  archive: VaultArchive,
  present: Uint8Array | null,
  { replaceOther }: RestoreOptions,
): Result<never> | null {
  if (present === null || replaceOther) return null;
  const presentId = readVaultId(present);
  // A file so damaged that it names no vault is no other vault.
  if (presentId === null || presentId === readVaultId(archive.vault))
    return null;
  return failure(
    vaultError(
      "vault-exists",
      "The backup is of another vault than the one that is here.",
      "Add --replace to put it in its place (the present one is kept as vault.replaced.age), or use another TALOS_VAULT_HOME.",
    ),
  );
}

interface OpenedArchive {
  readonly document: VaultDocument;
  readonly identity: Secret;
  readonly floor: number;
  /** What opened it. */
  readonly keys: OpenVault["keys"];
}

/** Opens the backup with its own slots first, then with those of the folder. */
async function openArchive(
  ports: VaultPorts,
  archive: VaultArchive,
  recoveryKey: Secret | null,
): Promise<Result<OpenedArchive>> {
  const vaultId = readVaultId(archive.vault);
  if (vaultId === null)
    return failure(damaged("its header is not one of ours"));
  const overlaid = { ...ports, folder: overlay(ports.folder, archive) };
  const item = await ports.keychain.read(vaultId);
  const token = item.kind === "found" ? readToken(item.value) : null;
  const candidates = await candidatesFor(overlaid, vaultId, recoveryKey);
  if (!candidates.ok) return candidates;
  const keys = {
    candidates: candidates.value,
    openedWith: "recovery-key",
    token: null,
    passphrase: null,
  } as const;
  const opened = await openWithKeys(overlaid, archive.vault, keys);
  if (!opened.ok) return opened;
  const { document, identity } = opened.value;
  return success({ document, identity, floor: token?.floor ?? 0, keys });
}

async function candidatesFor(
  ports: VaultPorts,
  vaultId: string,
  recoveryKey: Secret | null,
): Promise<Result<readonly CandidateKey[]>> {
  if (recoveryKey) return openRecoverySlots(ports, recoveryKey);
  const keys = await obtainKeys(ports, vaultId);
  return keys.ok ? success(keys.value.candidates) : keys;
}

function overlay(folder: VaultFolder, archive: VaultArchive): VaultFolder {
  const files = new Map<VaultFileName, Uint8Array | null>([
    ["recovery.age", archive.recovery],
    ["identity.age", archive.passphrase],
  ]);
  return {
    ...folder,
    read: async (name) => {
      const bytes = archive.recovery === null ? null : files.get(name);
      return bytes ? success(bytes) : folder.read(name);
    },
  };
}

/** As when an identity is replaced: slots beside the old ones, the vault, then the plain names. */
async function putInPlace(
  ports: VaultPorts,
  archive: VaultArchive,
  { document, identity, floor, keys }: OpenedArchive,
): Promise<Result<VaultDocument>> {
  const { folder, keychain, clock } = ports;
  const generation = Math.max(floor, document.generation) + 1;
  const restored = { ...document, generation, writtenAt: clock.now() };
  const sealed = await sealChecked(restored, identity);
  if (!sealed.ok) return sealed;
  const kept = await keepPresent(folder);
  if (!kept.ok) return kept;
  const recorded = await recordPresent(ports, keys, restored);
  if (!recorded.ok) return recorded;
  const before = await folder.read("recovery.age");
  if (!before.ok) return before;
  const prepared = await prepareSlots(folder, archive);
  if (!prepared.ok) return prepared;
  const written = await folder.write("vault.age", sealed.value);
  if (!written.ok) return written;
  if (archive.recovery !== null) {
    const promoted = await (before.value === null ? promoteFirst : promote)(
      ports,
    );
    if (!promoted.ok) return promoted;
  }
  await keychain.write(
    restored.vaultId,
    writeToken({ floor: generation, identity }),
  );
  return success(restored);
}

/** What the present vault has and the restored one has not, where the same keys open it. */
async function recordPresent(
  ports: VaultPorts,
  keys: OpenVault["keys"],
  restored: VaultDocument,
): Promise<Result<void>> {
  const present = await ports.folder.read("vault.age");
  if (!present.ok || present.value === null) return success(undefined);
  const opened = await openWithKeys(ports, present.value, keys);
  return opened.ok
    ? recordLetGo(ports, opened.value.document, restored)
    : success(undefined);
}

async function keepPresent(folder: VaultFolder): Promise<Result<void>> {
  const present = await folder.read("vault.age");
  if (!present.ok) return present;
  return present.value
    ? folder.write("vault.replaced.age", present.value)
    : success(undefined);
}

async function prepareSlots(
  folder: VaultFolder,
  archive: VaultArchive,
): Promise<Result<void>> {
  if (archive.recovery === null) return success(undefined);
  const passphrase = archive.passphrase
    ? await folder.write("identity.next.age", archive.passphrase)
    : await folder.remove("identity.next.age");
  return passphrase.ok
    ? folder.write("recovery.next.age", archive.recovery)
    : passphrase;
}
