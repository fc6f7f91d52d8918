import { warning, type Warning } from "../../warning.ts";
import { vaultError, withActions } from "../../errors.ts";
import type { VaultNotes } from "../../ports/vault-notes.ts";
import type { VaultRecords } from "../../ports/vault-records.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { readVaultId } from "../../vault/sealed/vault-file-header.ts";
import { openRecords } from "../../vault/sealed/sealed-records.ts";
import type { VaultArchive } from "./generations/backup-archive.ts";
import { commit } from "./commit.ts";
import type { Commit } from "./writing/commit-plan.ts";
import {
  openArchive,
  type OpenedArchive,
} from "./generations/open-backup-archive.ts";
import { followChangedGuards } from "./follow-guards.ts";
import { identityFor } from "./identity-for.ts";
import {
  openPassphraseSlots,
  openRecoverySlots,
} from "./opening/obtain-keys.ts";
import { noteProven } from "./note-proven.ts";
import { openWithKeys, type OpenVault } from "./open.ts";
import { readVaultFiles } from "./opening/vault-files.ts";
import type { VaultPorts } from "./ports.ts";
import { tokenOf } from "./opening/keychain-token.ts";
import { recordRestoring } from "../ledger/record-changes.ts";
import {
  archiveOf,
  ofSource,
  type RestoreSource,
} from "./generations/restore-source.ts";
import { refusePlace } from "./generations/refuse-place.ts";
import { finishInterruptedWrite } from "./writing/finish-interrupted-write.ts";
import {
  planRestore,
  type PresentVault,
  type RestorePlan,
} from "./generations/restore-plan.ts";

export type { RestoreSource };

export interface RestoreOptions {
  readonly recoveryKey: Secret | null;
  /** Put it in the place of another vault. */
  readonly replaceOther: boolean;
  /** Opens the vault from now on, where none of the backup's can be taken over. */
  readonly passphrase: Secret | null;
  /** Asked before anything is changed, with what will be so; a failure ends it. */
  readonly confirm: (plan: RestorePlan) => Promise<Result<void>>;
}

export interface RestoredVault {
  readonly document: VaultDocument;
  readonly warnings: readonly Warning[];
}

/**
 * Puts a backup, an earlier generation or a knowingly older file in place, as a new generation, so that the floor stays
 * what it is for. What was there goes among the generations first. Where the present vault can be opened, it keeps its
 * keys, and of the backup only what it holds is taken; else the backup's identity counts, its slots are sealed anew, and
 * its passphrase is taken over only when it was proven. A recovery key that opened it counts as tried. Errors: those of opening; `vault-exists` for another vault, and where this
 * one is in this machine's usual folder and the keychain would take that for older afterwards; `file-missing`; of `confirm`.
 */
export function restoreVault(
  ports: VaultPorts,
  beside: { readonly records: VaultRecords; readonly notes: VaultNotes },
): (
  source: RestoreSource,
  options: RestoreOptions,
) => Promise<Result<RestoredVault>> {
  return async (source, options) => {
    const archive = await archiveOf(ports, source);
    if (!archive.ok) return archive;
    const fits = await refusePlace(ports, archive.value, options.replaceOther);
    if (!fits.ok) return fits;
    const opened = await openArchive(ports, archive.value, options.recoveryKey);
    if (!opened.ok) return failure(ofSource(opened.error, source));
    const before = await openPresent(ports, opened.value, options);
    if (!before.ok) return before;
    const plan = await planRestore(
      ports,
      opened.value.document,
      before.value,
      source.kind === "present",
    );
    const sure = await options.confirm(plan);
    if (!sure.ok) return sure;
    const backup = { source, archive: archive.value, opened: opened.value };
    const restored = await ports.folder.locked(() =>
      restore(ports, beside.records, backup, options),
    );
    if (!restored.ok) return restored;
    const { recoveryKey } = options;
    if (recoveryKey !== null)
      await noteProven(ports, beside.notes, recoveryKey);
    const { before: gone, ...outcome } = restored.value;
    await followChangedGuards(ports, gone, outcome.document);
    return success(outcome);
  };
}

interface OpenedBackup {
  readonly source: RestoreSource;
  readonly archive: VaultArchive;
  readonly opened: OpenedArchive;
}

/** What was written since somebody was asked is the present vault now, and is kept. `before`: whose place it took, as far as it could be opened. */
async function restore(
  ports: VaultPorts,
  records: VaultRecords,
  { source, archive, opened }: OpenedBackup,
  options: RestoreOptions,
): Promise<Result<RestoredVault & { readonly before: VaultDocument | null }>> {
  const present = await openPresent(ports, opened, options);
  if (!present.ok) return present;
  const settled = present.value.opened
    ? await finishInterruptedWrite(ports, present.value.opened)
    : success(null);
  if (!settled.ok) return settled;
  const wanted = restoring(archive, opened, settled.value);
  const safe = await withIdentityFor(ports, wanted, options);
  if (!safe.ok) return safe;
  const written = await putInPlace(ports, safe.value, options);
  if (!written.ok) return written;
  const merged = await mergeRecords(records, archive, opened);
  const isFromElsewhere = source.kind === "file" && !present.value.opened;
  if (isFromElsewhere) await recordRestoring(ports, opened.document);
  const { document, warnings } = written.value;
  return success({
    document,
    before: settled.value?.document ?? null,
    warnings: [...warnings, ...merged],
  });
}

const noPresent: PresentVault = { exists: false, isOther: false, opened: null };

/** The vault whose place it takes, with the keys that are at hand: nobody is asked once more. */
async function openPresent(
  ports: VaultPorts,
  { document, candidates, passphrase }: OpenedArchive,
  { recoveryKey }: RestoreOptions,
): Promise<Result<PresentVault>> {
  const files = await readVaultFiles(ports);
  if (!files.ok)
    return files.error.code === "vault-missing" ? success(noPresent) : files;
  const id = readVaultId(files.value.vault);
  if (id !== document.vaultId)
    return success({ exists: true, isOther: id !== null, opened: null });
  const token = await tokenOf(ports, document.vaultId);
  const ofToken = token
    ? [token.identity, ...(token.next ? [token.next] : [])]
    : [];
  // What opened the backup may open a slot of the folder too, and that gives the identity of now.
  const ofSlots = [
    passphrase ? await openPassphraseSlots(ports, passphrase) : null,
    recoveryKey ? await openRecoverySlots(ports, recoveryKey) : null,
  ].flatMap((one) => (one?.ok ? one.value : []));
  const keys = {
    candidates: [
      ...ofToken.map((identity, index) => ({ identity, isNext: index > 0 })),
      ...ofSlots,
      ...candidates,
    ],
    openedWith: "recovery-key",
    token,
    passphrase: null,
  } as const;
  const opened = await openWithKeys(ports, files.value, keys, "accepted");
  return success({
    exists: true,
    isOther: false,
    opened: opened.ok ? opened.value : null,
  });
}

interface Restoring {
  readonly wanted: Commit;
  /** The archive has a passphrase's slot that could not be proven. */
  readonly isUnproven: boolean;
}

function restoring(
  archive: VaultArchive,
  { document, identity, passphrase }: OpenedArchive,
  present: OpenVault | null,
): Restoring {
  const { store } = document;
  const lineage = store ? [store.mark, ...store.lineage] : [];
  if (present) {
    const { recoveryRecipient } = present.document;
    const content = { ...document, recoveryRecipient };
    return {
      wanted: {
        present,
        document: content,
        identity: present.identity,
        lineage,
      },
      isUnproven: false,
    };
  }
  const hasSlot = archive.passphrase !== null;
  const hasOwnSlots = hasSlot || archive.recovery !== null;
  return {
    wanted: {
      present: null,
      document,
      identity,
      lineage,
      // A generation of this folder is opened by the slots of this folder.
      ...(hasOwnSlots ? { passphrase } : {}),
    },
    isUnproven: hasSlot && passphrase === null,
  };
}

/** A passphrase that takes the place of the present vault's makes that one worth nothing. */
async function withIdentityFor(
  ports: VaultPorts,
  { wanted, isUnproven }: Restoring,
  { passphrase }: RestoreOptions,
): Promise<Result<Restoring>> {
  if (wanted.present === null) return success({ wanted, isUnproven });
  const identity = await identityFor(ports, wanted.present, passphrase);
  return identity.ok
    ? success({ wanted: { ...wanted, identity: identity.value }, isUnproven })
    : identity;
}

async function putInPlace(
  ports: VaultPorts,
  { wanted, isUnproven }: Restoring,
  { passphrase }: RestoreOptions,
): Promise<Result<RestoredVault>> {
  const keychain = await keychainFor(ports, wanted);
  if (!keychain.ok) return keychain;
  const isLeftOut = isUnproven && passphrase === null;
  if (isLeftOut && keychain.value === undefined)
    return failure(wantsPassphrase());
  const written = await commit(ports, {
    ...wanted,
    ...(passphrase ? { passphrase } : {}),
    ...(keychain.value ? { keychain: keychain.value } : {}),
  });
  if (!written.ok) return written;
  const { document, warnings } = written.value;
  return success({
    document,
    warnings: isLeftOut ? [...warnings, passphraseLeftOut] : warnings,
  });
}

/** A vault that goes without a keychain, or that its passphrase opens without one here, goes on as it is. */
async function keychainFor(
  { folder }: VaultPorts,
  { present, document }: Commit,
): Promise<Result<Commit["keychain"]>> {
  const store = present?.document.store ?? document.store;
  if (store?.isWithoutKeychain) return success(undefined);
  const slot = await folder.read("identity.age");
  if (!slot.ok) return slot;
  const opensWithout =
    present !== null && present.keys.token === null && slot.value !== null;
  return success(opensWithout ? undefined : "enrol");
}

const passphraseLeftOut = warning(
  "passphrase-left-out",
  "The backup's passphrase was not proven and opens nothing here.",
  { next: "Set one if you want one.", actions: ["set-passphrase"] },
);

/** The vault is in place: what lies beside it is worth a sentence, and no failure. */
async function mergeRecords(
  records: VaultRecords,
  archive: VaultArchive,
  { identity }: OpenedArchive,
): Promise<readonly Warning[]> {
  if (archive.records === null) return [];
  const texts = await openRecords(archive.records, identity);
  if (texts === null)
    return [
      warning(
        "ledger-not-restored",
        "The backup's ledger and history could not be read.",
      ),
    ];
  const merged = await records.merge(texts);
  return merged.ok
    ? []
    : [
        warning(
          "ledger-not-restored",
          `The backup's ledger was not put back: ${merged.error.message}`,
        ),
      ];
}

function wantsPassphrase() {
  return withActions(
    vaultError(
      "passphrase-missing",
      "This vault was made to be in no keychain, and the backup's passphrase was not proven.",
      "Open the backup with its passphrase, or give a new one.",
    ),
    ["new-passphrase"],
  );
}
