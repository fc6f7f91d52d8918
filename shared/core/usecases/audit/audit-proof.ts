import { firstKey, type AuditProof } from "../../audit/seal.ts";
import { fromBase64 } from "../../pki/base64.ts";
import type { Secret } from "../../secret.ts";
import { decrypt, recipientOf } from "../../vault/sealed/age/age.ts";

/** Finds the first keys of a vault's log with its recovery key. Throws for what is no identity of age. */
export async function auditProof(
  recoveryKey: Secret,
  vaultId: string,
): Promise<AuditProof> {
  return {
    recipient: await recipientOf(recoveryKey),
    keyOf: async (start, place) => {
      if (start.by === "recovery-key")
        return firstKey(recoveryKey, { vaultId, ...place });
      const file = fromBase64(start.sealed);
      const key = { kind: "identity", identity: recoveryKey } as const;
      const outcome = await decrypt(file, key);
      return outcome.kind === "opened"
        ? fromBase64(new TextDecoder().decode(outcome.content))
        : null;
    },
  };
}
