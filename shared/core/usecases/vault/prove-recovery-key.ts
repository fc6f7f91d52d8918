import { vaultError } from "../../errors.ts";
import type { VaultNotes } from "../../ports/vault-notes.ts";
import { failure, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { decrypt } from "../../vault/sealed/age/age.ts";
import { readRecoveryKey } from "../../vault/sealed/recovery-key.ts";
import { keepSealed } from "../audit/keep-sealed.ts";
import { noteProven } from "./note-proven.ts";
import { openWithRecoveryKey } from "./recover.ts";
import type { VaultPorts } from "./ports.ts";

/**
 * Opens the vault with a recovery key, remembers when, and seals the audit log with it from now on: through its slot, and the file itself, as stock age would.
 * Changes nothing of the vault. Errors: `recovery-key-wrong`, those of opening.
 */
export function proveRecoveryKey(
  ports: VaultPorts,
  notes: VaultNotes,
): (given: Secret) => Promise<Result<void>> {
  return async (given) => {
    const key = await readRecoveryKey(given);
    if (!key.ok) return key;
    const opened = await openWithRecoveryKey(ports, key.value, "accepted");
    if (!opened.ok) return opened;
    const identity = key.value;
    const { bytes } = opened.value;
    const outcome = await decrypt(bytes, { kind: "identity", identity });
    if (outcome.kind !== "opened") return failure(slotAlone());
    const sealed = await keepSealed(
      ports.ledger,
      opened.value.document,
      identity,
    );
    if (!sealed.ok) return sealed;
    return noteProven(ports, notes, given);
  };
}

function slotAlone() {
  return vaultError(
    "recovery-key-wrong",
    "That key opens the slot of the recovery key, and not the vault: the slot is not of this vault.",
    "Use the key that you kept for this vault. The next change of the vault writes its slot anew.",
  );
}
