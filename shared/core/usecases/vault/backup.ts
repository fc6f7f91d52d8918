import { warning, type Warning } from "../../warning.ts";
import { sha256OfBytes } from "../../pki/primitives/hash-and-hmac.ts";
import type { VaultRecords } from "../../ports/vault-records.ts";
import { success, type Result } from "../../result.ts";
import { sealRecords } from "../../vault/sealed/sealed-records.ts";
import { sealForRecovery } from "../../vault/sealed/slots.ts";
import { logEndOf } from "../audit/kept-head.ts";
import { keepHeadOf } from "./writing/seal-log-after-write.ts";
import { packArchive } from "./generations/backup-archive.ts";
import { openVault, type OpenVault } from "./open.ts";
import { filesOf } from "./opening/vault-files.ts";
import type { VaultPorts } from "./ports.ts";

export interface PackedVault {
  readonly bytes: Uint8Array;
  readonly generation: number;
  /** The last line of the audit log then, for whoever keeps it with the backup; null: there is no log. */
  readonly logEnd: string | null;
  readonly warnings: readonly Warning[];
}

/**
 * Packs the encrypted vault, its slots and, encrypted like it, what lies beside it into one file, after opening it to be
 * sure that it is sound. A slot's file that is missing or not the vault's own is not taken along: the recovery key's is
 * sealed anew, a passphrase's is left out and said. The keychain learns the audit log's last line. Errors: those of opening and reading.
 */
export function backupVault(
  ports: VaultPorts,
  records: VaultRecords,
): () => Promise<Result<PackedVault>> {
  return async () => {
    const opened = await openVault(ports)();
    if (!opened.ok) return opened;
    const { document, identity } = opened.value;
    const slots = await ownSlots(ports, opened.value);
    if (!slots.ok) return slots;
    const texts = await records.read();
    if (!texts.ok) return texts;
    const { recovery, passphrase, isLeftOut } = slots.value;
    const bytes = packArchive({
      ...filesOf(opened.value),
      recovery:
        recovery ??
        (await sealForRecovery(identity, document.recoveryRecipient)),
      passphrase,
      records: await sealRecords(texts.value, identity, document),
    });
    const warnings = [
      ...(isLeftOut ? [passphraseLeftOut] : []),
      ...(await keepHeadOf(ports, opened.value)),
    ];
    const { generation } = document;
    const logEnd = await logEndOf(ports.ledger);
    return success({ bytes, generation, logEnd, warnings });
  };
}

interface OwnSlots {
  readonly recovery: Uint8Array | null;
  readonly passphrase: Uint8Array | null;
  /** The vault has a passphrase, or a file that says so, and none that is its own. */
  readonly isLeftOut: boolean;
}

/** The slots that the vault knows, by either of their names; of a vault that knows none, those that are there. */
async function ownSlots(
  { folder }: VaultPorts,
  { document: { store }, keys: { openedWith } }: OpenVault,
): Promise<Result<OwnSlots>> {
  const found: (Uint8Array | null)[] = [];
  for (const name of [
    "recovery.age",
    "recovery.next.age",
    "identity.age",
    "identity.next.age",
  ] as const) {
    const file = await folder.read(name);
    if (!file.ok) return file;
    found.push(file.value);
  }
  const [recovery, nextRecovery, passphrase, nextPassphrase] = found;
  const own = (
    files: readonly (Uint8Array | null | undefined)[],
    hash: string | null | undefined,
  ): Uint8Array | null =>
    store
      ? (files.find((file) => file && sha256OfBytes(file) === hash) ?? null)
      : (files[0] ?? null);
  const known = own([passphrase, nextPassphrase], store?.slots.passphrase);
  // What has just opened the vault is its own.
  const proven = openedWith === "passphrase" ? passphrase : null;
  const isExpected =
    Boolean(passphrase) || typeof store?.slots.passphrase === "string";
  return success({
    recovery: own([recovery, nextRecovery], store?.slots.recovery),
    passphrase: known ?? proven ?? null,
    isLeftOut: isExpected && !known && !proven,
  });
}

const passphraseLeftOut = warning(
  "passphrase-left-out",
  "The backup opens with the recovery key alone: the passphrase's slot (identity.age) is missing or not the one of this vault.",
);
