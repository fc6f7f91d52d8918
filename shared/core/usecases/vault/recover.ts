import type { Warning } from "../../warning.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { VaultNotes } from "../../ports/vault-notes.ts";
import type { Secret } from "../../secret.ts";
import { readVaultId } from "../../vault/sealed/vault-file-header.ts";
import { damaged } from "../../vault/vault-file-errors.ts";
import { commit } from "./commit.ts";
import type { Committed } from "./writing/commit-plan.ts";
import { identityFor } from "./identity-for.ts";
import { noKey } from "./opening/keychain-errors.ts";
import { tokenOf } from "./opening/keychain-token.ts";
import { openRecoverySlots } from "./opening/obtain-keys.ts";
import { noteProven } from "./note-proven.ts";
import { openWithKeys, type OpenVault } from "./open.ts";
import { readVaultFiles } from "./opening/vault-files.ts";
import type { VaultPorts } from "./ports.ts";
import { finishInterruptedWrite } from "./writing/finish-interrupted-write.ts";

export interface RecoverOptions {
  /** Opens the vault from now on; null: what there is stays. */
  readonly passphrase: Secret | null;
  /** Also where the file is older than the keychain's floor says. */
  readonly acceptOlder: boolean;
  /** Also a vault that was made to be in no keychain. */
  readonly keychain: boolean;
}

export interface RecoveredVault {
  readonly slots: readonly ("keychain" | "passphrase")[];
  readonly contexts: number;
  readonly warnings: readonly Warning[];
}

/**
 * Opens the vault with the recovery key, checks its HMAC and the floor as every opening does, and enrols this machine's
 * keychain again, where the vault may be in one; a new passphrase is set when one is given, and takes the place of one that
 * was there. Without either, nothing would have changed: then it is an error. The key counts as tried. Errors: `recovery-key-wrong`,
 * `vault-rolled-back`, `keychain-*`, `passphrase-missing`, those of opening and writing.
 */
export function recoverVault(
  ports: VaultPorts,
  notes: VaultNotes,
): (
  recoveryKey: Secret,
  options: RecoverOptions,
) => Promise<Result<RecoveredVault>> {
  return async (recoveryKey, options) => {
    const recovered = await ports.folder.locked(async () => {
      const opened = await openWithRecoveryKey(
        ports,
        recoveryKey,
        options.acceptOlder ? "accepted" : "checked",
      );
      if (!opened.ok) return opened;
      const settled = await finishInterruptedWrite(ports, opened.value);
      if (!settled.ok) return settled;
      const present = settled.value;
      const { store } = present.document;
      const isKept = store?.isWithoutKeychain === true && !options.keychain;
      const { passphrase } = options;
      if (isKept && passphrase === null) return failure(wantsPassphrase());
      if (passphrase === null) {
        const item = await ports.keychain.read(present.document.vaultId);
        if (item.kind === "locked" || item.kind === "unavailable")
          return failure(withNewPassphrase(noKey(item)));
      }
      const written = await commitRecovered(
        ports,
        present,
        { recoveryKey, passphrase },
        isKept,
      );
      if (!written.ok) return written;
      return success(summary(written.value, passphrase !== null));
    });
    if (recovered.ok) await noteProven(ports, notes, recoveryKey);
    return recovered;
  };
}

async function commitRecovered(
  ports: VaultPorts,
  present: OpenVault,
  {
    recoveryKey,
    passphrase,
  }: { readonly recoveryKey: Secret; readonly passphrase: Secret | null },
  isKeptOut: boolean,
): Promise<Result<Committed>> {
  const identity = await identityFor(ports, present, passphrase);
  if (!identity.ok) return identity;
  const told = await ports.ledger.record({ event: "recovery" });
  if (!told.ok) return told;
  return commit(ports, {
    present,
    document: present.document,
    identity: identity.value,
    recoveryKey,
    ...(passphrase ? { passphrase } : {}),
    ...(isKeptOut ? {} : { keychain: "enrol" }),
  });
}

function summary(
  { document, isInKeychain, warnings }: Committed,
  hasPassphrase: boolean,
): RecoveredVault {
  return {
    slots: [
      ...(hasPassphrase ? (["passphrase"] as const) : []),
      ...(isInKeychain ? (["keychain"] as const) : []),
    ],
    contexts: document.contexts.size,
    warnings,
  };
}

/** Opens the vault in place with the recovery key; the keychain's item, if there is one, gives the floor. */
export async function openWithRecoveryKey(
  ports: VaultPorts,
  recoveryKey: Secret,
  floor: "checked" | "accepted" = "checked",
): Promise<Result<OpenVault>> {
  const files = await readVaultFiles(ports);
  if (!files.ok) return files;
  const vaultId = readVaultId(files.value.vault);
  if (vaultId === null)
    return failure(damaged("its header is not one of ours"));
  const candidates = await openRecoverySlots(ports, recoveryKey);
  if (!candidates.ok) return candidates;
  const keys = {
    candidates: candidates.value,
    openedWith: "recovery-key",
    token: await tokenOf(ports, vaultId),
    passphrase: null,
  } as const;
  return openWithKeys(ports, files.value, keys, floor);
}

/** The recovery key is right, and there is nowhere to put the vault's key. */
function withNewPassphrase({ code, message, next }: VaultError): VaultError {
  return withActions(
    vaultError(
      code,
      `The recovery key opens the vault, but its key cannot be put into the keychain. ${message}`,
      code === "keychain-locked"
        ? `${next} Or give the vault a passphrase.`
        : "Give the vault a passphrase; or make the keychain work and try again.",
    ),
    ["new-passphrase"],
  );
}

function wantsPassphrase() {
  return withActions(
    vaultError(
      "passphrase-missing",
      "This vault was made to be in no keychain, so a passphrase has to open it.",
      "Give it a new one, or put its key into the keychain after all.",
    ),
    ["new-passphrase", "recover-keychain"],
  );
}
