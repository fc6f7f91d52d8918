import type { Files } from "../../ports/files.ts";
import { success, type Result } from "../../result.ts";
import type { TalosconfigLocation } from "../../talosconfig/locations.ts";
import { parseTalosconfig } from "../../talosconfig/parse.ts";
import { readVaultState, type VaultState } from "./read-vault-state.ts";
import type { VaultPorts } from "./ports.ts";

/** One thing that the doctor looked at. */
export interface Check {
  readonly subject:
    "vault" | "keychain" | "recovery" | "backups" | "sessions" | "plaintext";
  readonly verdict: "good" | "warning" | "bad";
  readonly message: string;
  /** What to do; empty when there is nothing to do. */
  readonly next: string;
}

/** Looks at the vault, what opens it, and plaintext talosconfigs lying about. Changes nothing, asks nobody. */
export function examineVault(
  ports: VaultPorts,
  files: Files,
): (
  places: readonly TalosconfigLocation[],
) => Promise<Result<readonly Check[]>> {
  return async (places) => {
    const state = await readVaultState(ports)();
    const plaintext = await Promise.all(
      places.map(({ path }) => plaintextCheck(files, path)),
    );
    const found = plaintext.filter((one) => one !== null);
    if (!state.ok) {
      const { message, next } = state.error;
      return success([check("vault", "bad", message, next), ...found]);
    }
    return success([
      ...vaultChecks(state.value),
      keychainCheck(state.value),
      ...found,
    ]);
  };
}

function check(
  subject: Check["subject"],
  verdict: Check["verdict"],
  message: string,
  next = "",
): Check {
  return { subject, verdict, message, next };
}

function vaultChecks(state: VaultState): readonly Check[] {
  const { path, exists, vaultId, backups, hasRecovery } = state;
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
  return [
    vaultId === null
      ? check(
          "vault",
          "bad",
          `The vault file in ${path} is damaged.`,
          `talos-vault restore --generation N (${generations || "none is there: use a backup"})`,
        )
      : check("vault", "good", `Vault ${vaultId} in ${path}.`),
    hasRecovery
      ? check("recovery", "good", "A recovery key exists.")
      : check(
          "recovery",
          "warning",
          "The recovery key's slot is missing.",
          "talos-vault recovery-key makes a new one.",
        ),
    check(
      "backups",
      "good",
      backups.length === 0
        ? "No earlier generations yet."
        : `Earlier generations: ${generations}.`,
    ),
  ];
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
