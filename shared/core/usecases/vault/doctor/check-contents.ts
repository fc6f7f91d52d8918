import { equalBytes } from "../../../bytes.ts";
import { momentText } from "../../../moment-text.ts";
import { sha256OfBytes } from "../../../pki/primitives/hash-and-hmac.ts";
import { leftAside } from "../opening/open-edits.ts";
import { check, failedCheck, type Check } from "./check.ts";
import { generationName } from "../generations/generation-names.ts";
import { nobody } from "../known-key.ts";
import { checkGenerations } from "./check-generations.ts";
import { openVault, type OpenVault } from "../open.ts";
import type { VaultPorts } from "../ports.ts";
import type { VaultState } from "../read-vault-state.ts";
import { countOf } from "../../../counted-noun.ts";

/** What the vault's file turned out to be. */
export interface CheckedContents {
  readonly vault: Check;
  readonly remarks: readonly Check[];
  /** Null where somebody would have to be asked, or it does not open. */
  readonly opened: OpenVault | null;
}

/** Opens the vault as every verb would, where nobody has to be asked: only so can it be said that it is in order. */
export async function checkContents(
  ports: VaultPorts,
  { path, vaultId }: VaultState,
): Promise<CheckedContents> {
  const asking = ports.preferPassphrase
    ? ports
    : { ...ports, passphrase: nobody };
  const opened = await openVault(asking)();
  if (opened.ok) {
    const { contexts, generation, writtenAt } = opened.value.document;
    const what = `Vault ${opened.value.document.vaultId} in ${path}: ${countOf(contexts.size, "context")}, generation ${String(generation)} of ${momentText(writtenAt)}.`;
    return {
      vault: check("vault", "info", "vault-opens", what),
      remarks: await remarksOn(ports, opened.value),
      opened: opened.value,
    };
  }
  const { code } = opened.error;
  const isUnopened =
    code === "passphrase-missing" || code.startsWith("keychain-");
  return {
    vault: isUnopened
      ? await fromOutside(ports, `Vault ${vaultId ?? ""} in ${path}`)
      : failedCheck("vault", opened.error),
    remarks: [],
    opened: null,
  };
}

/** Without a key: the last write is kept as a generation too, and the two can be compared. */
async function fromOutside(
  { folder }: VaultPorts,
  what: string,
): Promise<Check> {
  const present = await folder.read("vault.age");
  const listed = await folder.backups.list();
  const ids = listed.ok ? listed.value : [];
  const newest = ids.filter(
    ({ generation }) => generation === ids[0]?.generation,
  );
  for (const id of newest) {
    const kept = await folder.backups.read(id);
    if (!kept.ok || !kept.value || !present.ok || !present.value) continue;
    if (equalBytes(kept.value, present.value))
      return check(
        "vault",
        "info",
        "vault-unopened",
        `${what}. It is the newest of those that are kept here; it was not opened, because nobody was asked.`,
      );
    if (equalBytes(kept.value.subarray(0, present.value.length), present.value))
      return check(
        "vault",
        "error",
        "vault-cut-short",
        `${what} is cut short: the end of the file is missing.`,
        {
          actions: ["restore"],
          about: { generation: generationName(id, ids) },
        },
      );
  }
  return check(
    "vault",
    "warning",
    "vault-not-newest",
    `${what} is not the newest of those that are kept here, and was not opened, because nobody was asked.`,
    { actions: ["try-passphrase"] },
  );
}

async function remarksOn(
  ports: VaultPorts,
  opened: OpenVault,
): Promise<readonly Check[]> {
  const { document, warnings, keys, beside } = opened;
  const { store } = document;
  // Without a keychain the first warning says which vault it is, as the doctor does.
  const told = keys.token === null ? leftAside(beside) : warnings;
  const remarks = told.map((one): Check => ({ ...one, subject: "vault" }));
  if (!store) return remarks;
  return [
    ...remarks,
    ...(await slotRemarks(ports, document)),
    ...(await checkGenerations(ports, opened)),
  ];
}

/** Nothing authenticates a slot's file but the vault, which knows its own. */
async function slotRemarks(
  { folder }: VaultPorts,
  { store }: OpenVault["document"],
): Promise<readonly Check[]> {
  const recovery = await folder.read("recovery.age");
  const passphrase = await folder.read("identity.age");
  const differs = (
    file: typeof recovery,
    hash: string | null | undefined,
    isNeeded: boolean,
  ): boolean =>
    file.ok &&
    (file.value === null
      ? isNeeded && typeof hash === "string"
      : sha256OfBytes(file.value) !== hash);
  return [
    ...(differs(recovery, store?.slots.recovery, false)
      ? [
          check(
            "recovery",
            "error",
            "recovery-slot-other",
            "The recovery key's slot (recovery.age) is not the one that belongs to this vault: your recovery key may not open it.",
            { next: "The next change of the vault writes it anew." },
          ),
        ]
      : []),
    ...(differs(passphrase, store?.slots.passphrase, true)
      ? [passphraseSlot(passphrase.ok && passphrase.value === null)]
      : []),
  ];
}

function passphraseSlot(isMissing: boolean): Check {
  return isMissing
    ? check(
        "vault",
        "error",
        "passphrase-slot-missing",
        "The passphrase's slot (identity.age) is missing: your passphrase opens nothing now.",
        { next: "Give it anew.", actions: ["set-passphrase"] },
      )
    : check(
        "vault",
        "error",
        "passphrase-slot-other",
        "The passphrase's slot (identity.age) is not the one that belongs to this vault: your passphrase may not open it.",
        { next: "Give it anew.", actions: ["change-passphrase"] },
      );
}
