import { sha256OfBytes } from "../../../pki/primitives/hash-and-hmac.ts";
import type {
  VaultFileName,
  VaultFolder,
} from "../../../ports/vault-folder.ts";
import { success, type Result } from "../../../result.ts";
import {
  sealForPassphrase,
  sealForRecovery,
} from "../../../vault/sealed/slots.ts";
import type { SlotFacts } from "../../../vault/fields/store-facts.ts";
import type { Commit } from "./commit-plan.ts";
import type { OpenVault } from "../open.ts";

export interface PreparedSlots {
  /** The slot files that belong to the vault after the write. */
  readonly facts: SlotFacts;
  /** Puts those that are new beside the old ones, as `*.next.age`. */
  write(): Promise<Result<void>>;
}

interface Slot {
  readonly plain: VaultFileName;
  readonly next: VaultFileName;
}

const recoverySlot = {
  plain: "recovery.age",
  next: "recovery.next.age",
} as const;
const passphraseSlot = {
  plain: "identity.age",
  next: "identity.next.age",
} as const;

/**
 * Seals the slots that a write needs. The recovery key's is sealed anew where the file is not the one that the vault
 * knows, whoever put it there; a passphrase's is taken over only where the vault knows it, or it opened the vault.
 */
export async function prepareSlots(
  folder: VaultFolder,
  wanted: Commit,
): Promise<Result<PreparedSlots>> {
  const recovery = await recoveryFor(folder, wanted);
  if (!recovery.ok) return recovery;
  const passphrase = await passphraseFor(folder, wanted);
  if (!passphrase.ok) return passphrase;
  const facts = {
    recovery: recovery.value.hash,
    passphrase: passphrase.value.hash,
  };
  return success({
    facts,
    write: async () => {
      const { bytes: slot } = passphrase.value;
      const former = await writeFormer(folder, wanted);
      if (!former.ok) return former;
      const first = await put(folder, passphraseSlot, slot);
      if (!first.ok) return first;
      return put(folder, recoverySlot, recovery.value.bytes);
    },
  });
}

/** What belongs into a slot's file; bytes are null when it is there already, and none when the file is to go. */
interface Content {
  readonly hash: string | null;
  readonly bytes: Uint8Array | null;
}

async function recoveryFor(
  folder: VaultFolder,
  { present, document, identity }: Commit,
): Promise<
  Result<{ readonly hash: string; readonly bytes: Uint8Array | null }>
> {
  const file = await folder.read(recoverySlot.plain);
  if (!file.ok) return file;
  const known = present?.document.store?.slots.recovery;
  const isSame =
    present?.identity.reveal() === identity.reveal() &&
    present.document.recoveryRecipient === document.recoveryRecipient;
  if (isSame && file.value && sha256OfBytes(file.value) === known)
    return success({ hash: known, bytes: null });
  const bytes = await sealForRecovery(identity, document.recoveryRecipient);
  return success({ hash: sha256OfBytes(bytes), bytes });
}

async function passphraseFor(
  folder: VaultFolder,
  { present, identity, passphrase }: Commit,
): Promise<Result<Content>> {
  if (passphrase === null)
    return success({ hash: null, bytes: new Uint8Array(0) });
  if (passphrase) {
    const bytes = await sealForPassphrase(identity, passphrase);
    return bytes.ok
      ? success({ hash: sha256OfBytes(bytes.value), bytes: bytes.value })
      : bytes;
  }
  const file = await folder.read(passphraseSlot.plain);
  if (!file.ok) return file;
  const found = file.value ? sha256OfBytes(file.value) : null;
  const store = present?.document.store;
  const hasOpened = present?.keys.openedWith === "passphrase";
  const hash = store && !hasOpened ? store.slots.passphrase : found;
  return success({ hash, bytes: null });
}

/** Are the slots the files that the vault knows? Else the next write of the vault makes them so. */
export async function areSlotsKnown(
  folder: VaultFolder,
  { base: { store }, keys: { openedWith } }: OpenVault,
): Promise<Result<boolean>> {
  const recovery = await folder.read(recoverySlot.plain);
  if (!recovery.ok) return recovery;
  const passphrase = await folder.read(passphraseSlot.plain);
  if (!passphrase.ok) return passphrase;
  const isKnown = (file: Uint8Array | null, hash: string | null | undefined) =>
    (file && sha256OfBytes(file)) === (hash ?? null);
  return success(
    isKnown(recovery.value, store?.slots.recovery) &&
      (openedWith !== "passphrase" ||
        isKnown(passphrase.value, store?.slots.passphrase)),
  );
}

/** The identity of before, for the one that comes: whoever is killed now can still seal earlier generations anew. */
async function writeFormer(
  folder: VaultFolder,
  { present, identity }: Commit,
): Promise<Result<void>> {
  if (!present || present.identity.reveal() === identity.reveal())
    return success(undefined);
  const { recipientOf } = await import("../../../vault/sealed/age/age.ts");
  const recipient = await recipientOf(identity);
  const former = await sealForRecovery(present.identity, recipient);
  return folder.write("identity.former.age", former);
}

async function put(
  folder: VaultFolder,
  { next }: Slot,
  bytes: Uint8Array | null,
): Promise<Result<void>> {
  return bytes === null ? folder.remove(next) : folder.write(next, bytes);
}

/**
 * Makes the slot files those that the vault in place knows: what was prepared for it takes the plain names, what was
 * prepared for a vault that was never written goes.
 */
export async function settleSlots(
  folder: VaultFolder,
  facts: SlotFacts,
): Promise<Result<void>> {
  const recovery = await folder.read(recoverySlot.next);
  if (!recovery.ok) return recovery;
  const passphrase = await folder.read(passphraseSlot.next);
  if (!passphrase.ok) return passphrase;
  // An empty file says that the passphrase's slot is to go.
  if (passphrase.value?.length === 0 && facts.passphrase === null) {
    const removed = await folder.remove(passphraseSlot.plain);
    if (!removed.ok) return removed;
  }
  const first = await settleOne(
    folder,
    passphraseSlot,
    passphrase.value,
    facts.passphrase,
  );
  if (!first.ok) return first;
  // recovery.age, which says that there is a vault, comes last.
  return settleOne(folder, recoverySlot, recovery.value, facts.recovery);
}

/** As `settleSlots`, for a vault by a version that knew no facts: it was opened by what was to come, or by what was. */
export async function settleUnknownSlots(
  folder: VaultFolder,
  isNextIdentity: boolean,
): Promise<Result<void>> {
  for (const { plain, next } of [passphraseSlot, recoverySlot]) {
    const before = await folder.read(recoverySlot.plain);
    if (!before.ok) return before;
    const file = await folder.read(next);
    if (!file.ok) return file;
    if (file.value === null) continue;
    const isDue = isNextIdentity || before.value === null;
    const moved = await (isDue
      ? folder.rename(next, plain)
      : folder.remove(next));
    if (!moved.ok) return moved;
  }
  return success(undefined);
}

async function settleOne(
  folder: VaultFolder,
  { plain, next }: Slot,
  bytes: Uint8Array | null,
  hash: string | null,
): Promise<Result<void>> {
  if (bytes === null) return success(undefined);
  return sha256OfBytes(bytes) === hash
    ? folder.rename(next, plain)
    : folder.remove(next);
}
