import { momentText } from "../../../moment-text.ts";
import type { Notes, VaultNotes } from "../../../ports/vault-notes.ts";
import { success, type Result } from "../../../result.ts";
import { readVaultState, type VaultState } from "../read-vault-state.ts";
import { check, failedCheck, type Check } from "./check.ts";
import { checkContents } from "./check-contents.ts";
import type { OpenVault } from "../open.ts";
import type { VaultPorts } from "../ports.ts";

/**
 * Looks at the vault and what opens it. The vault is opened as `list` would, where nobody has to be asked. Changes
 * nothing.
 */
export function runDoctor(
  ports: VaultPorts,
  notes: VaultNotes,
): () => Promise<Result<readonly Check[]>> {
  return async () => {
    const state = await readVaultState(ports)();
    if (!state.ok) {
      return success([failedCheck("vault", state.error)]);
    }
    return success(await vaultChecks(ports, state.value, await notes.read()));
  };
}

async function vaultChecks(
  ports: VaultPorts,
  state: VaultState,
  notes: Notes,
): Promise<readonly Check[]> {
  const { path, exists, backups } = state;
  const generations = backups.join(", ");
  if (!exists)
    return [
      backups.length > 0
        ? check(
            "vault",
            "error",
            "vault-gone",
            `The vault file in ${path} is gone; generations ${generations} are there.`,
            { actions: ["restore"] },
          )
        : check(
            "vault",
            "warning",
            "vault-missing",
            `There is no vault in ${path}.`,
            { actions: ["init"] },
          ),
      keychainCheck(state, false),
    ];
  const looked = await checkContents(ports, state);
  const isOfBackups = ({ subject }: Check) => subject === "backups";
  const ofBackups = looked.remarks.filter(isOfBackups);
  const ofVault = looked.remarks.filter((one) => !isOfBackups(one));
  return [
    looked.vault,
    ...ofVault,
    recoveryCheck(state, looked.opened, notes),
    check(
      "backups",
      "info",
      "generations-kept",
      backups.length === 0
        ? "No earlier generations yet."
        : `Earlier generations: ${generations}.`,
    ),
    ...ofBackups,
    ...conflictChecks(state),
    keychainCheck(state, looked.opened !== null),
  ];
}

function conflictChecks({
  path,
  conflictCopies,
}: VaultState): readonly Check[] {
  const edits = conflictCopies.filter((name) => /^edits/i.test(name));
  const vaults = conflictCopies.filter((name) => !edits.includes(name));
  const kept = (names: readonly string[]) =>
    `what syncs the folder kept both: ${names.join(", ")} in ${path}.`;
  return [
    ...(vaults.length === 0
      ? []
      : [
          check(
            "vault",
            "warning",
            "conflict-copies",
            `Two machines wrote the vault, and ${kept(vaults)}`,
            {
              next: "What only such a copy holds comes in by an import of it. Then remove the copy.",
              actions: ["import"],
            },
          ),
        ]),
    ...(edits.length === 0
      ? []
      : [
          check(
            "vault",
            "warning",
            "conflict-copies",
            `Two machines changed labels or marks, and ${kept(edits)}`,
            {
              next: "The stock age opens such a copy with the recovery key. Make again what only it holds, and remove it.",
            },
          ),
        ]),
  ];
}

function recoveryCheck(
  { hasRecovery }: VaultState,
  opened: OpenVault | null,
  { proven }: Notes,
): Check {
  if (!hasRecovery)
    return check(
      "recovery",
      "warning",
      "recovery-slot-missing",
      "The recovery key's slot is missing.",
      {
        next: "The next change of the vault writes it anew. Until then the recovery key opens it by stock age alone.",
      },
    );
  if (proven && opened === null)
    return check(
      "recovery",
      "info",
      "recovery-key-tried-before",
      `A recovery key exists. One opened the vault on ${momentText(new Date(proven.at))}; whether it is the one of now is not known, because the vault was not opened.`,
      { actions: ["verify-recovery-key"] },
    );
  const recipient = opened?.document.recoveryRecipient;
  const isOfNow = proven?.recipient === recipient;
  return proven && isOfNow
    ? check(
        "recovery",
        "info",
        "recovery-key-tried",
        `A recovery key exists, and opened the vault on ${momentText(new Date(proven.at))}.`,
      )
    : check(
        "recovery",
        "info",
        "recovery-key-untried",
        "A recovery key exists. It was not tried on this machine yet.",
        { actions: ["verify-recovery-key"] },
      );
}

function keychainCheck(state: VaultState, isOpened: boolean): Check {
  const { keychain, keychainProblem, hasPassphrase, vaultId } = state;
  if (keychain === "has-the-key")
    return check(
      "keychain",
      "info",
      "keychain-opens",
      "The keychain opens the vault.",
    );
  if (keychainProblem) {
    const severity = hasPassphrase ? "warning" : "error";
    return failedCheck("keychain", keychainProblem, severity);
  }
  // A file that names no vault cannot be looked up: that is said of the file.
  if (vaultId === null)
    return check("keychain", "info", "keychain-works", "The keychain works.");
  return hasPassphrase
    ? check(
        "keychain",
        "info",
        "keychain-unused",
        isOpened
          ? "The keychain works and has no key for this vault; the passphrase opens it."
          : "The keychain works and has no key for this vault. It has a passphrase, which was not tried, because nobody was asked.",
        { actions: isOpened ? [] : ["try-passphrase"] },
      )
    : check(
        "keychain",
        "error",
        "keychain-missing",
        "The keychain works, but has no key for this vault.",
        { actions: ["recover"] },
      );
}
