import { vaultError, withActions, type VaultError } from "../../../errors.ts";
import type { KeychainItem } from "../../../ports/keychain.ts";
import type { VaultFileName } from "../../../ports/vault-folder.ts";
import { failure, success, type Result } from "../../../result.ts";
import type { Secret } from "../../../secret.ts";
import type { AgeKey } from "../../../vault/sealed/age/age.ts";
import { scryptFactor } from "../../../vault/sealed/vault-file-header.ts";
import type { KeychainToken } from "../../../vault/sealed/keychain-item-format.ts";
import { threeTries } from "../../../ask-three-times.ts";
import { noKey } from "./keychain-errors.ts";
import type { VaultPorts } from "../ports.ts";
import { tokenIn } from "./keychain-token.ts";

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
  await import("../../../vault/sealed/seal.ts");
  const item = await asking;
  const token = tokenIn(item);
  if (token !== null && !(ports.preferPassphrase && hasPassphrase))
    return success({
      candidates: ofToken(token),
      openedWith: "keychain",
      token,
      passphrase: null,
    });
  if (!hasPassphrase) return failure(noWayIn(item));
  const keys = await passphraseKeys(ports, token);
  if (!keys.ok) return keys;
  return keys.value === null ? failure(noWayIn(item)) : success(keys.value);
}

/** Nothing opens the vault here: where no keychain can, a passphrase will, and the recovery key sets one. */
function noWayIn(item: KeychainItem): VaultError {
  const problem = noKey(item);
  return item.kind === "unavailable" && item.problem !== "restarted"
    ? withActions(problem, ["recover-passphrase"])
    : problem;
}

/** Asks for the passphrase and opens its slot; null when the vault has none. Errors: `passphrase-wrong`, of asking. */
export async function passphraseKeys(
  ports: VaultPorts,
  token: KeychainToken | null,
): Promise<Result<VaultKeys | null>> {
  const slot = await ports.folder.read("identity.age");
  if (!slot.ok) return slot;
  if (slot.value === null) return success(null);
  const opened = await askForPassphrase(ports, slot.value);
  return opened.ok
    ? success({ ...opened.value, openedWith: "passphrase", token })
    : opened;
}

/** Asks for the passphrase until it opens its slot (`file`), three times at most. Errors: `passphrase-wrong`, of asking. */
export async function askForPassphrase(
  ports: VaultPorts,
  file: Uint8Array,
): Promise<
  Result<{
    readonly candidates: readonly CandidateKey[];
    readonly passphrase: Secret;
  }>
> {
  const { highestFactor } = await import("../../../vault/sealed/slots.ts");
  const factor = scryptFactor(file) ?? 0;
  if (factor > highestFactor) return failure(tooHard(factor));
  return threeTries(
    (refusal) => ports.passphrase.ask(refusal),
    async (passphrase) => {
      const candidates = await openPassphraseSlots(ports, passphrase);
      return candidates.ok
        ? success({ candidates: candidates.value, passphrase })
        : candidates;
    },
  );
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

/** The identities in the recovery key's slot files. Errors: `recovery-key-wrong`, also for what is no key at all. */
export async function openRecoverySlots(
  ports: VaultPorts,
  recoveryKey: Secret,
): Promise<Result<readonly CandidateKey[]>> {
  const { readRecoveryKey } =
    await import("../../../vault/sealed/recovery-key.ts");
  const identity = await readRecoveryKey(recoveryKey);
  if (!identity.ok) return identity;
  const names = ["recovery.age", "recovery.next.age"] as const;
  const key = { kind: "identity", identity: identity.value } as const;
  const isThere = await hasOneOf(ports, names);
  if (!isThere.ok) return isThere;
  return isThere.value
    ? openSlots(ports, names, key, wrongRecoveryKey())
    : failure(noRecoverySlot());
}

async function hasOneOf(
  { folder }: VaultPorts,
  names: readonly VaultFileName[],
): Promise<Result<boolean>> {
  for (const name of names) {
    const file = await folder.read(name);
    if (!file.ok) return file;
    if (file.value !== null) return success(true);
  }
  return success(false);
}

async function openSlots(
  { folder }: VaultPorts,
  names: readonly VaultFileName[],
  key: AgeKey,
  refusal: VaultError,
): Promise<Result<readonly CandidateKey[]>> {
  const { highestFactor, openSlot } =
    await import("../../../vault/sealed/slots.ts");
  const candidates: CandidateKey[] = [];
  for (const name of names) {
    const file = await folder.read(name);
    if (!file.ok) return file;
    const identity =
      file.value === null ? null : await openSlot(file.value, key);
    if (identity !== null)
      candidates.push({ identity, isNext: name.includes(".next.") });
    else if (file.value && key.kind === "passphrase") {
      const factor = scryptFactor(file.value) ?? 0;
      if (factor > highestFactor) return failure(tooHard(factor));
    }
  }
  return candidates.length === 0 ? failure(refusal) : success(candidates);
}

function wrongPassphrase(): VaultError {
  return withActions(
    vaultError(
      "passphrase-wrong",
      "The passphrase does not open the vault.",
      "Try again. If it is lost, use the recovery key.",
    ),
    ["recover"],
  );
}

function wrongRecoveryKey(): VaultError {
  return vaultError(
    "recovery-key-wrong",
    "The recovery key does not open this vault.",
    "Check every character (AGE-SECRET-KEY-1…); a replaced recovery key no longer works.",
  );
}

/** No key was tried: the person's may well be the right one. */
function noRecoverySlot(): VaultError {
  return withActions(
    vaultError(
      "recovery-key-wrong",
      "The recovery key's file (recovery.age) is missing beside the vault, so the key could not be tried.",
      "Put recovery.age of this vault back, or a backup, which has one. Where the keychain or a passphrase still opens the vault, its next change writes the file anew.",
    ),
    ["restore", "doctor"],
  );
}

function tooHard(factor: number): VaultError {
  return withActions(
    vaultError(
      "passphrase-wrong",
      `The passphrase's file (identity.age) has the scrypt work factor 2^${String(factor)}, and this program computes up to 2^20: the passphrase was not tried.`,
      "Open the vault with the recovery key, and give it a new passphrase.",
    ),
    ["recover"],
  );
}
