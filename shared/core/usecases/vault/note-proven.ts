import type { VaultNotes } from "../../ports/vault-notes.ts";
import type { Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { recipientOf } from "../../vault/sealed/age/age.ts";
import { readRecoveryKey } from "../../vault/sealed/recovery-key.ts";
import type { VaultPorts } from "./ports.ts";

/**
 * Remembers that a recovery key has opened the vault just now: `doctor` reminds of one that was not tried for long. Errors: those of
 * writing; what the key has opened is open all the same.
 */
export async function noteProven(
  { clock }: Pick<VaultPorts, "clock">,
  notes: VaultNotes,
  given: Secret,
): Promise<Result<void>> {
  const key = await readRecoveryKey(given);
  if (!key.ok) return key;
  const recipient = await recipientOf(key.value);
  const proven = { recipient, at: clock.now().toISOString() };
  return notes.change((before) => ({ ...before, proven }));
}
