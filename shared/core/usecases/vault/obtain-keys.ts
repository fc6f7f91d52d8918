import { assertNever, vaultError, type VaultError } from "../../errors.ts";
import type { KeychainItem, KeychainProblem } from "../../ports/keychain.ts";
import type { VaultFileName } from "../../ports/vault-folder.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import type { AgeKey } from "../../vault/age.ts";
import { readToken, type KeychainToken } from "../../vault/keychain-token.ts";
import type { VaultPorts } from "./ports.ts";

/** What may open the vault, and how we came by it. */
export interface VaultKeys {
  readonly candidates: readonly CandidateKey[];
  readonly openedWith: "keychain" | "passphrase" | "recovery-key";
  /** The keychain's item, when there is one: where the floor is kept. */
  readonly token: KeychainToken | null;
  /** Given when it was needed, so that nobody is asked twice. */
  readonly passphrase: Secret | null;
}

export interface CandidateKey {
  readonly identity: Secret;
  /** From a slot file or a token entry that an identity's replacement has written ahead. */
  readonly isNext: boolean;
}

/**
 * The identities that may open the vault: from the keychain, else from the passphrase's slot. While a vault
 * file exists a missing key is an error with a way out, never a reason to make another.
 */
export async function obtainKeys(
  ports: VaultPorts,
  vaultId: string,
): Promise<Result<VaultKeys>> {
  const asking = ports.keychain.read(vaultId);
  const slot = await ports.folder.read("identity.age");
  if (!slot.ok) return slot;
  const hasPassphrase = slot.value !== null;
  // The cryptography loads while the keychain thinks.
  await import("../../vault/seal.ts");
  const item = await asking;
  const token = item.kind === "found" ? readToken(item.value) : null;
  if (token !== null && !(ports.preferPassphrase && hasPassphrase))
    return success({
      candidates: ofToken(token),
      openedWith: "keychain",
      token,
      passphrase: null,
    });
  if (!hasPassphrase) return failure(noKey(item));
  const passphrase = await ports.passphrase.ask();
  if (!passphrase.ok) return passphrase;
  const candidates = await openPassphraseSlots(ports, passphrase.value);
  if (!candidates.ok) return candidates;
  return success({
    candidates: candidates.value,
    openedWith: "passphrase",
    token,
    passphrase: passphrase.value,
  });
}

function ofToken({ identity, next }: KeychainToken): readonly CandidateKey[] {
  const present = { identity, isNext: false };
  return next ? [present, { identity: next, isNext: true }] : [present];
}

/** The identities in the passphrase's slot files. Errors: `passphrase-wrong`. */
export async function openPassphraseSlots(
  ports: VaultPorts,
  passphrase: Secret,
): Promise<Result<readonly CandidateKey[]>> {
  const names = ["identity.age", "identity.next.age"] as const;
  return openSlots(
    ports,
    names,
    { kind: "passphrase", passphrase },
    wrongPassphrase(),
  );
}

/** The identities in the recovery key's slot files. Errors: `recovery-key-wrong`. */
export async function openRecoverySlots(
  ports: VaultPorts,
  recoveryKey: Secret,
): Promise<Result<readonly CandidateKey[]>> {
  const names = ["recovery.age", "recovery.next.age"] as const;
  return openSlots(
    ports,
    names,
    { kind: "identity", identity: recoveryKey },
    wrongRecoveryKey(),
  );
}

async function openSlots(
  { folder }: VaultPorts,
  names: readonly VaultFileName[],
  key: AgeKey,
  refusal: VaultError,
): Promise<Result<readonly CandidateKey[]>> {
  const { openSlot } = await import("../../vault/slots.ts");
  const candidates: CandidateKey[] = [];
  for (const name of names) {
    const file = await folder.read(name);
    if (!file.ok) return file;
    const identity =
      file.value === null ? null : await openSlot(file.value, key);
    if (identity !== null)
      candidates.push({ identity, isNext: name.includes(".next.") });
  }
  return candidates.length === 0 ? failure(refusal) : success(candidates);
}

function wrongPassphrase(): VaultError {
  return vaultError(
    "passphrase-wrong",
    "The passphrase does not open the vault.",
    "Try again; if it is lost: talos-vault recover, with the recovery key.",
  );
}

function wrongRecoveryKey(): VaultError {
  return vaultError(
    "recovery-key-wrong",
    "The recovery key does not open this vault.",
    "Check every character (AGE-SECRET-KEY-1…); a replaced recovery key no longer works.",
  );
}

const recoverWithKey = "Use the recovery key: talos-vault recover.";

/** Each state of the keychain in its own words, with its own way out. */
export function noKey(item: KeychainItem): VaultError {
  switch (item.kind) {
    case "found":
      return vaultError(
        "keychain-missing",
        "The keychain's item for this vault is not one of ours.",
        recoverWithKey,
      );
    case "missing":
      return vaultError(
        "keychain-missing",
        "The keychain works, but has no key for this vault: it was made elsewhere, or the keychain was reset.",
        recoverWithKey,
      );
    case "locked":
      return vaultError(
        "keychain-locked",
        "The keychain is locked.",
        "Unlock it (log in to your desktop, or open its password dialog) and try again.",
        item.reason,
      );
    case "unavailable":
      return unavailable(item.problem, item.reason);
    default:
      return assertNever(item);
  }
}

function unavailable(problem: KeychainProblem, reason: string): VaultError {
  const passphrase = "or give the vault a passphrase";
  const ways: Readonly<Record<KeychainProblem, readonly [string, string]>> = {
    "no-session-bus": [
      "There is no D-Bus session, so no keychain can be reached.",
      `Run it in your desktop session or under dbus-run-session, ${passphrase}: talos-vault init --no-keychain on a server.`,
    ],
    "no-collection": [
      "The keychain service has no default collection to keep a key in.",
      `Create a login keyring (for example with Seahorse), ${passphrase} (--passphrase-fd).`,
    ],
    "no-library": [
      "The keychain library cannot be loaded; on Linux libsecret is missing.",
      `Install it: apt-get install libsecret-1-0 (or libsecret), ${passphrase}.`,
    ],
    restarted: [
      "The keychain service was restarted, and this program still talks to the old one.",
      "Close Talos Vault and start it again.",
    ],
    other: [
      "The keychain does not answer as it should.",
      `Check it with talos-vault doctor, ${passphrase}.`,
    ],
  };
  const [message, next] = ways[problem];
  return vaultError("keychain-unavailable", message, next, reason);
}
