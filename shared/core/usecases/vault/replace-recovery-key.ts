import { success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { newIdentity, recipientOf } from "../../vault/age.ts";
import { reopen } from "./change.ts";
import { openPassphraseSlots } from "./obtain-keys.ts";
import { openVault, type OpenVault } from "./open.ts";
import { replaceIdentity } from "./replace-identity.ts";
import type { VaultPorts } from "./ports.ts";

/**
 * Makes a new recovery key and gives it back, once; the old one is worth nothing afterwards. A passphrase
 * slot must be written anew too, so its passphrase is asked for.
 */
export function replaceRecoveryKey(
  ports: VaultPorts,
): () => Promise<Result<Secret>> {
  return async () => {
    const first = await openVault(ports)();
    if (!first.ok) return first;
    const passphrase = await presentPassphrase(ports, first.value);
    if (!passphrase.ok) return passphrase;
    return ports.folder.locked(async () => {
      const opened = await reopen(ports, first.value);
      if (!opened.ok) return opened;
      const recoveryKey = await newIdentity();
      const replaced = await replaceIdentity(ports, opened.value, {
        passphrase: passphrase.value,
        recoveryRecipient: await recipientOf(recoveryKey),
      });
      return replaced.ok ? success(recoveryKey) : replaced;
    });
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
  const asked = await ports.passphrase.ask();
  if (!asked.ok) return asked;
  const opened = await openPassphraseSlots(ports, asked.value);
  return opened.ok ? asked : opened;
}
