import { vaultError, withActions, type VaultError } from "../../../errors.ts";
import type {
  VaultFileName,
  VaultFolder,
} from "../../../ports/vault-folder.ts";
import { isSliceOverAt, othersTurn } from "../../../work-in-slices.ts";
import { maxContexts } from "../../../limits.ts";
import { failure, success, type Result } from "../../../result.ts";
import type { Secret } from "../../../secret.ts";
import { whyBeyondBounds } from "../../../talosconfig/context-bounds.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import { readVaultId } from "../../../vault/sealed/vault-file-header.ts";
import { unknownShape } from "../../../vault/read-document.ts";
import { isSound } from "../../../vault/stored-lines.ts";
import { damaged } from "../../../vault/vault-file-errors.ts";
import type { VaultArchive } from "./backup-archive.ts";
import {
  obtainKeys,
  openRecoverySlots,
  type CandidateKey,
} from "../opening/obtain-keys.ts";
import { openWithKeys } from "../open.ts";
import type { VaultPorts } from "../ports.ts";

export interface OpenedArchive {
  readonly document: VaultDocument;
  readonly identity: Secret;
  /** The passphrase, where its slot in the archive gave the identity that opened it. */
  readonly passphrase: Secret | null;
  readonly candidates: readonly CandidateKey[];
}

/**
 * Opens a vault that is not the one in place: with the recovery key, or with the keychain's item for it, or with a
 * passphrase, by the slots of the archive first and then by those of the folder. Its age says nothing here. Errors: those
 * of opening, each with a way that leads on from here.
 */
export async function openArchive(
  ports: VaultPorts,
  archive: VaultArchive,
  recoveryKey: Secret | null,
): Promise<Result<OpenedArchive>> {
  const vaultId = readVaultId(archive.vault);
  if (vaultId === null)
    return failure(damaged("its header is not one of ours"));
  const overlaid = { ...ports, folder: overlay(ports.folder, archive) };
  const found = recoveryKey
    ? await byRecoveryKey(overlaid, recoveryKey, archive)
    : await obtainKeys(overlaid, vaultId);
  if (!found.ok) return failure(waysOn(found.error));
  const { candidates, passphrase } = found.value;
  const opened = await openWithKeys(overlaid, archive, {
    candidates,
    openedWith: "recovery-key",
    token: null,
    passphrase: null,
  });
  if (!opened.ok) return opened;
  const { document, identity } = opened.value;
  const refused = await judgeContexts(document);
  return refused
    ? failure(refused)
    : success({ document, identity, passphrase, candidates });
}

/** Its key may be the sender's: contexts are decoded when they are looked at, and nobody would expect what is no context. */
async function judgeContexts({
  contexts,
}: VaultDocument): Promise<VaultError | null> {
  if (contexts.size > maxContexts)
    return tooMuch(`It has more than ${String(maxContexts)} contexts`);
  let count = 0;
  for (const context of contexts.values()) {
    if (!isSound(context)) return unknownShape();
    const beyond = whyBeyondBounds(context.config);
    if (beyond !== null) return tooMuch(`One of its contexts ${beyond}`);
    if (isSliceOverAt(count++)) await othersTurn();
  }
  return null;
}

function tooMuch(beyond: string): VaultError {
  return withActions(
    vaultError(
      "vault-damaged",
      `The vault in the file is none that this program writes. ${beyond}.`,
      "Ask whoever gave it to you how it was made, or name another file. Nothing was changed.",
    ),
    ["restore"],
  );
}

interface Found {
  readonly candidates: readonly CandidateKey[];
  readonly passphrase: Secret | null;
}

async function byRecoveryKey(
  ports: VaultPorts,
  recoveryKey: Secret,
  { recovery }: VaultArchive,
): Promise<Result<Found>> {
  const slot = await ports.folder.read("recovery.age");
  if (slot.ok && slot.value === null && recovery === null)
    return failure(withoutSlots());
  const candidates = await openRecoverySlots(ports, recoveryKey);
  return candidates.ok
    ? success({ candidates: candidates.value, passphrase: null })
    : candidates;
}

/** A folder in which the archive's slots lie over those that are there. */
function overlay(folder: VaultFolder, archive: VaultArchive): VaultFolder {
  const files = new Map<VaultFileName, Uint8Array | null>([
    ["recovery.age", archive.recovery],
    ["identity.age", archive.passphrase],
  ]);
  const hasSlots = archive.recovery !== null || archive.passphrase !== null;
  return {
    ...folder,
    read: async (name) =>
      hasSlots && files.has(name)
        ? success(files.get(name) ?? null)
        : folder.read(name),
  };
}

/** Of a vault that is not here, "recover" would be no way out. */
function waysOn(error: VaultError): VaultError {
  const { code, message, actions } = error;
  const withKey = (text: string) =>
    withActions(vaultError(code, text, "Open it with its recovery key."), [
      "with-recovery-key",
    ]);
  if (code === "keychain-missing")
    return withKey("The keychain of this machine has no key for that vault.");
  return actions.includes("recover-passphrase") ? withKey(message) : error;
}

function withoutSlots() {
  return withActions(
    vaultError(
      "recovery-key-wrong",
      "The file is a vault without its slots, and a recovery key opens it only through its recovery.age.",
      "Use a file that a backup wrote, or put the recovery.age of that vault beside it. Without this program, age opens the vault with its recovery key.",
    ),
    ["restore"],
  );
}
