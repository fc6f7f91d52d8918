import { warning, type Warning } from "../../../warning.ts";
import type { Secret } from "../../../secret.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import { keepHead } from "../../audit/kept-head.ts";
import { keepSealed } from "../../audit/keep-sealed.ts";
import type { OpenVault } from "../open.ts";
import type { VaultPorts } from "../ports.ts";

interface Written {
  readonly document: VaultDocument;
  /** Where it is at hand: what is recorded from now on is sealed with a key that comes from it. */
  readonly recoveryKey?: Secret | undefined;
  readonly isInKeychain: boolean;
}

/**
 * After each write of the vault: the audit log is sealed for its recovery key, and the keychain learns the last line. The
 * vault is written: a failure is no reason to say that it is not.
 */
export async function settleLog(
  { ledger, keychain }: VaultPorts,
  { document, recoveryKey, isInKeychain }: Written,
): Promise<readonly Warning[]> {
  const kept = await keepSealed(ledger, document, recoveryKey ?? null);
  if (isInKeychain)
    await keepHead(keychain, document.vaultId, await ledger.head());
  return kept.ok
    ? []
    : [
        warning(
          "ledger-not-told",
          `The audit log could not be sealed: ${kept.error.message}`,
        ),
      ];
}

/** The keychain that opened the vault learns the audit log's last line, which is given back; null: there is no log. */
export async function keepHeadOf(
  { ledger, keychain }: VaultPorts,
  { document, keys }: OpenVault,
): ReturnType<VaultPorts["ledger"]["head"]> {
  const head = await ledger.head();
  if (keys.token !== null) await keepHead(keychain, document.vaultId, head);
  return head;
}
