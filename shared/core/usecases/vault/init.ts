import type { Warning } from "../../warning.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { newIdentity, recipientOf } from "../../vault/sealed/age/age.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { uuidOf } from "../../bytes.ts";
import { judgePassphrase } from "../../vault/sealed/slots.ts";
import { commit } from "./commit.ts";
import { noKey } from "./opening/keychain-errors.ts";
import type { VaultPorts } from "./ports.ts";
import { shownInVain, type ShowRecoveryKey } from "./replace-recovery-key.ts";

export interface InitInput {
  readonly keychain: "preferred" | "never";
  readonly passphrase?: Secret;
}

export interface NewVault {
  readonly document: VaultDocument;
  /** The ways to open it, in words. */
  readonly slots: readonly string[];
  readonly warnings: readonly Warning[];
}

const uuidBytes = 16;

/**
 * Makes a vault, once its recovery key was shown. Refuses when there is one or anything that is left of one. Without a
 * keychain and without a passphrase nothing could open it: then the keychain's own problem is the error. Errors:
 * `vault-exists`, `keychain-*`, `passphrase-weak`, of `show`, those of writing; then nothing was made.
 */
export function initVault(
  ports: VaultPorts,
): (input: InitInput, show: ShowRecoveryKey) => Promise<Result<NewVault>> {
  return async (input, show) => {
    const weak = input.passphrase ? judgePassphrase(input.passphrase) : null;
    if (weak) return weak;
    const free = await refuseWhenThere(ports);
    if (!free.ok) return free;
    const vaultId = uuidOf(ports.random.bytes(uuidBytes));
    const openable = await judgeKeys(ports, input, vaultId);
    if (!openable.ok) return openable;
    const recoveryKey = await newIdentity();
    const shown = await show(recoveryKey);
    if (!shown.ok) return shown;
    const made = await ports.folder.locked(async () => {
      const stillFree = await refuseWhenThere(ports);
      if (!stillFree.ok) return stillFree;
      return make(ports, input, vaultId, recoveryKey);
    });
    return made.ok ? made : failure(shownInVain(made.error));
  };
}

/** Whether something will open the vault, before anybody is shown a key for it. */
async function judgeKeys(
  { keychain }: VaultPorts,
  { keychain: keychainUse, passphrase }: InitInput,
  vaultId: string,
): Promise<Result<void>> {
  if (passphrase) return success(undefined);
  if (keychainUse === "never") return failure(wantsPassphrase());
  const item = await keychain.read(vaultId);
  return item.kind === "locked" || item.kind === "unavailable"
    ? failure(withoutKeychain(noKey(item, false)))
    : success(undefined);
}

async function make(
  ports: VaultPorts,
  { keychain, passphrase }: InitInput,
  vaultId: string,
  recoveryKey: Secret,
): Promise<Result<NewVault>> {
  const made = await commit(ports, {
    present: null,
    document: {
      vaultId,
      generation: 0,
      writtenAt: ports.clock.now(),
      recoveryRecipient: await recipientOf(recoveryKey),
      current: "",
      previous: "",
      contexts: new Map(),
    },
    identity: await newIdentity(),
    passphrase: passphrase ?? null,
    recoveryKey,
    keychain: keychain === "never" ? "never" : "enrol",
  });
  if (!made.ok) {
    await ports.keychain.remove(vaultId);
    return made;
  }
  const { document, isInKeychain, warnings } = made.value;
  const slots = [
    ...(isInKeychain ? ["keychain"] : []),
    ...(passphrase ? ["passphrase"] : []),
    "recovery key",
  ];
  return success({ document, slots, warnings });
}

/** Never a new identity beside anything that an old one may still open. `*.next.age` are leftovers of a killed init. */
async function refuseWhenThere({ folder }: VaultPorts): Promise<Result<void>> {
  for (const name of [
    "vault.age",
    "edits.age",
    "identity.age",
    "recovery.age",
  ] as const) {
    const file = await folder.read(name);
    if (!file.ok) return file;
    if (file.value !== null)
      return failure(
        name === "vault.age" ? exists(folder.path) : remains(folder.path),
      );
  }
  const backups = await folder.backups.list();
  if (!backups.ok) return backups;
  return backups.value.length > 0
    ? failure(remains(folder.path))
    : success(undefined);
}

function exists(path: string) {
  return vaultError(
    "vault-exists",
    `There is a vault in ${path} already.`,
    "Use it; or choose another folder with TALOS_VAULT_HOME.",
  );
}

function remains(path: string) {
  return withActions(
    vaultError(
      "vault-exists",
      `The vault file in ${path} is gone, but its keys or earlier generations are there.`,
      "Put it back. Only if you do not need them, move the folder away.",
    ),
    ["restore"],
  );
}

function wantsPassphrase() {
  return withActions(
    vaultError(
      "passphrase-missing",
      "Without the keychain a vault needs a passphrase.",
      "Give one when you are asked, or say where it can be read.",
    ),
    ["passphrase-fd"],
  );
}

/** No vault is there yet: one can be made without a keychain. */
function withoutKeychain(problem: VaultError): VaultError {
  const more =
    problem.code === "keychain-locked"
      ? " On a server make the vault without a keychain."
      : "";
  return withActions({ ...problem, next: `${problem.next}${more}` }, [
    "no-keychain",
  ]);
}
