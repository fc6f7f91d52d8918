// The audit log as a person asks for it, and the seals of what is written from now on.
// Keep: A first key that the recovery key gives is not replaced by one that anybody can draw.
import { beginSeal } from "../../audit/log-state.ts";
import { firstKey, type SealStart } from "../../audit/seal.ts";
import { secureRandom } from "../../pki/primitives/hash-and-hmac.ts";
import { toBase64 } from "../../pki/base64.ts";
import type { Audit } from "../../ports/audit.ts";
import { success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { encryptTo } from "../../vault/sealed/age/age.ts";

const keyBytes = 32;

/**
 * What is written from now on is sealed for this vault's recovery key. With the key itself at hand the first key comes from it,
 * so that nobody can begin anew without it; else one is drawn and lies in the log for it alone. Errors: those of the log.
 */
export async function keepSealed(
  ledger: Audit,
  { vaultId, recoveryRecipient }: VaultDocument,
  recoveryKey: Secret | null,
): Promise<Result<void>> {
  const present = await ledger.sealed();
  const isOurs = present?.recipient === recoveryRecipient;
  if (isOurs && (present?.isProof || recoveryKey === null))
    return success(undefined);
  const about = { vault: vaultId, recipient: recoveryRecipient };
  if (recoveryKey) {
    const start: SealStart = { by: "recovery-key", ...about };
    return ledger.extend((state, now) =>
      beginSeal(
        state,
        start,
        (place) => firstKey(recoveryKey, { vaultId, ...place }),
        now,
      ),
    );
  }
  const key = secureRandom(keyBytes);
  const file = await encryptTo([recoveryRecipient], toBase64(key));
  const start: SealStart = {
    by: "recipient",
    ...about,
    sealed: toBase64(file),
  };
  return ledger.extend((state, now) => beginSeal(state, start, () => key, now));
}
