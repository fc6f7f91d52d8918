import { momentText } from "../../moment-text.ts";
import type { Notes, VaultNotes } from "../../ports/vault-notes.ts";
import type { Files } from "../../ports/files.ts";
import { success, type Result } from "../../result.ts";
import type { TalosconfigLocation } from "../../talosconfig/locations.ts";
import { parseTalosconfig } from "../../talosconfig/parse.ts";
import { readVaultState, type VaultState } from "./read-vault-state.ts";
import { check, lookInside, type Check } from "./look-inside.ts";
import type { OpenVault } from "./open.ts";
import type { VaultPorts } from "./ports.ts";

export type { Check };

/**
 * Looks at the vault, what opens it, and plaintext talosconfigs lying about, those that are noted included. The vault is
 * opened as `list` would, where nobody has to be asked. Changes nothing.
 */
export function examineVault(
  ports: VaultPorts,
  files: Files,
  notes: VaultNotes,
): (
  places: readonly TalosconfigLocation[],
) => Promise<Result<readonly Check[]>> {
  return async (places) => {
    const state = await readVaultState(ports)();
    const noted = await notes.read();
    const paths = new Set([
      ...places.map(({ path }) => path),
      ...noted.plaintext,
    ]);
    const plaintext = await Promise.all(
      [...paths].map((path) => plaintextCheck(files, path)),
    );
    const found = plaintext.filter((one) => one !== null);
    if (!state.ok) {
      const { message, next } = state.error;
      return success([check("vault", "bad", message, next), ...found]);
    }
    return success([
      ...(await vaultChecks(ports, state.value, noted)),
      keychainCheck(state.value),
      ...found,
    ]);
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
            "bad",
            `The vault file in ${path} is gone; generations ${generations} are there.`,
            "talos-vault restore --generation N",
          )
        : check(
            "vault",
            "warning",
            `There is no vault in ${path}.`,
            "talos-vault init",
          ),
    ];
  const looked = await lookInside(ports, state);
  return [
    looked.vault,
    ...looked.remarks,
    recoveryCheck(state, looked.opened, notes),
    check(
      "backups",
      "good",
      backups.length === 0
        ? "No earlier generations yet."
        : `Earlier generations: ${generations}.`,
    ),
    ...conflictChecks(state),
  ];
}

function conflictChecks({
  path,
  conflictCopies,
}: VaultState): readonly Check[] {
  if (conflictCopies.length === 0) return [];
  return [
    check(
      "vault",
      "warning",
      `Two machines wrote the vault, and what syncs the folder kept both: ${conflictCopies.join(", ")} in ${path}.`,
      "What only such a copy holds comes in with talos-vault import FILE. Then remove the copy.",
    ),
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
      "The recovery key's slot is missing.",
      "The next change of the vault writes it anew.",
    );
  const recipient = opened?.document.recoveryRecipient;
  const isOfNow = recipient === undefined || proven?.recipient === recipient;
  return proven && isOfNow
    ? check(
        "recovery",
        "good",
        `A recovery key exists, and opened the vault on ${momentText(new Date(proven.at))}.`,
      )
    : check(
        "recovery",
        "good",
        "A recovery key exists. It was not tried on this machine yet.",
        "talos-vault recovery-key verify",
      );
}

function keychainCheck(state: VaultState): Check {
  const { keychain, keychainProblem, hasPassphrase, exists } = state;
  if (keychain === "has-the-key")
    return check("keychain", "good", "The keychain opens the vault.");
  if (keychainProblem) {
    const verdict = hasPassphrase ? "warning" : "bad";
    return check(
      "keychain",
      verdict,
      keychainProblem.message,
      keychainProblem.next,
    );
  }
  if (!exists) return check("keychain", "good", "The keychain works.");
  return hasPassphrase
    ? check(
        "keychain",
        "good",
        "The keychain works and has no key for this vault; the passphrase opens it.",
      )
    : check(
        "keychain",
        "bad",
        "The keychain works, but has no key for this vault.",
        "talos-vault recover",
      );
}

/** A talosconfig with a key in it, in clear, where talosctl looks. */
async function plaintextCheck(
  files: Files,
  path: string,
): Promise<Check | null> {
  if (!(await files.exists(path))) return null;
  const bytes = await files.read(path);
  const parsed = bytes.ok ? parseTalosconfig(bytes.value) : bytes;
  if (!parsed.ok) return null;
  const keys = [...parsed.value.config.contexts.values()].filter(
    ({ key }) => key !== undefined,
  );
  if (keys.length === 0) return null;
  return check(
    "plaintext",
    "warning",
    `${path} holds ${String(keys.length)} private keys in plain text.`,
    `talos-vault import --remove-source ${path}`,
  );
}
