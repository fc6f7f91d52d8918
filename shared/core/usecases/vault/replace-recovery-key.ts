import type { VaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { newIdentity, recipientOf } from "../../vault/sealed/age/age.ts";
import { commit } from "./commit.ts";
import { askForPassphrase } from "./opening/obtain-keys.ts";
import { openVault, type OpenVault } from "./open.ts";
import type { VaultPorts } from "./ports.ts";
import { reopen } from "./writing/finish-interrupted-write.ts";

/** Gives a recovery key to the person; succeeds when it is written out, and confirmed where somebody can be asked. */
export type ShowRecoveryKey = (recoveryKey: Secret) => Promise<Result<void>>;

/**
 * Makes a new recovery key, shows it, and only then lets it count; the old one is worth nothing afterwards. Where it
 * could not be shown, or was not confirmed, nothing is changed. A passphrase slot must be written anew too, so its
 * passphrase is asked for. Errors: those of opening, of `show` and of writing.
 */
export function replaceRecoveryKey(
  ports: VaultPorts,
): (show: ShowRecoveryKey) => Promise<Result<void>> {
  return async (show) => {
    const first = await openVault(ports)();
    if (!first.ok) return first;
    const passphrase = await presentPassphrase(ports, first.value);
    if (!passphrase.ok) return passphrase;
    const recoveryKey = await newIdentity();
    const recoveryRecipient = await recipientOf(recoveryKey);
    const shown = await show(recoveryKey);
    if (!shown.ok) return shown;
    const written = await ports.folder.locked(async () => {
      const opened = await reopen(ports, first.value);
      if (!opened.ok) return opened;
      const present = opened.value;
      const replaced = await commit(ports, {
        present,
        document: { ...present.document, recoveryRecipient },
        identity: await newIdentity(),
        passphrase: passphrase.value,
        recoveryKey,
      });
      return replaced.ok ? success(undefined) : replaced;
    });
    return written.ok ? written : failure(shownInVain(written.error));
  };
}

/** Whoever has just put a key into a safe must know that it is none. */
export function shownInVain(error: VaultError): VaultError {
  return {
    ...error,
    message: `${error.message} The recovery key that was just shown does not count: throw it away.`,
  };
}

/** The passphrase that the vault has: from opening it, else asked for and tried. Null when it has none. */
async function presentPassphrase(
  ports: VaultPorts,
  { keys }: OpenVault,
): Promise<Result<Secret | null>> {
  const slot = await ports.folder.read("identity.age");
  if (!slot.ok) return slot;
  if (slot.value === null || keys.passphrase) return success(keys.passphrase);
  const opened = await askForPassphrase(ports, slot.value);
  return opened.ok ? success(opened.value.passphrase) : opened;
}
