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
export async function sealLogAfterWrite(
  ports: VaultPorts,
  { document, recoveryKey, isInKeychain }: Written,
): Promise<readonly Warning[]> {
  const sealed = await keepSealed(ports.ledger, document, recoveryKey ?? null);
  const contradicted = isInKeychain
    ? await keepHead(ports, document.vaultId)
    : [];
  if (sealed.ok) return contradicted;
  const { message } = sealed.error;
  const unsealed = `The audit log could not be sealed: ${message}`;
  return [warning("ledger-not-told", unsealed), ...contradicted];
}

/** The keychain that opened the vault learns the audit log's last line; gives what a person must know where it contradicts the log. */
export async function keepHeadOf(
  ports: VaultPorts,
  { document, keys }: OpenVault,
): Promise<readonly Warning[]> {
  return keys.token === null ? [] : keepHead(ports, document.vaultId);
}
