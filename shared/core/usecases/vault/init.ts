import { vaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { newIdentity, recipientOf } from "../../vault/age.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { uuidOf } from "../../vault/header.ts";
import { writeToken } from "../../vault/keychain-token.ts";
import {
  judgePassphrase,
  sealForPassphrase,
  sealForRecovery,
} from "../../vault/slots.ts";
import { sealChecked } from "./change.ts";
import { promoteFirst } from "./finish-replacement.ts";
import { noKey } from "./obtain-keys.ts";
import type { VaultPorts } from "./ports.ts";

export interface InitInput {
  readonly keychain: "preferred" | "never";
  readonly passphrase?: Secret;
}

export interface NewVault {
  readonly document: VaultDocument;
  /** The ways to open it, in words. */
  readonly slots: readonly string[];
  /** Shown once and stored nowhere. */
  readonly recoveryKey: Secret;
  readonly notices: readonly string[];
}

const uuidBytes = 16;

/**
 * Makes a vault. Refuses when there is one or anything that is left of one. Without a keychain and
 * without a passphrase nothing could open it: then the keychain's own problem is the error.
 * Errors: `vault-exists`, `keychain-*`, `passphrase-weak`, those of writing.
 */
export function initVault(
  ports: VaultPorts,
): (input: InitInput) => Promise<Result<NewVault>> {
  return async (input) => {
    const weak = input.passphrase ? judgePassphrase(input.passphrase) : null;
    if (weak) return weak;
    return ports.folder.locked(async () => {
      const free = await refuseWhenThere(ports);
      return free.ok ? make(ports, input) : free;
    });
  };
}

async function make(
  ports: VaultPorts,
  input: InitInput,
): Promise<Result<NewVault>> {
  const { clock, random } = ports;
  const identity = await newIdentity();
  const recoveryKey = await newIdentity();
  const document: VaultDocument = {
    vaultId: uuidOf(random.bytes(uuidBytes)),
    generation: 1,
    writtenAt: clock.now(),
    recoveryRecipient: await recipientOf(recoveryKey),
    current: "",
    previous: "",
    contexts: new Map(),
  };
  const enrolled = await enrol(ports, input, document, identity);
  if (!enrolled.ok) return enrolled;
  const written = await writeFiles(ports, input, document, identity);
  if (written.ok) return success({ document, recoveryKey, ...enrolled.value });
  await ports.keychain.remove(document.vaultId);
  return written;
}

/** Puts the identity into the keychain; says why not, when a passphrase makes up for it. */
async function enrol(
  { keychain }: VaultPorts,
  { keychain: wish, passphrase }: InitInput,
  { vaultId }: VaultDocument,
  identity: Secret,
): Promise<Result<Pick<NewVault, "slots" | "notices">>> {
  const slots = [...(passphrase ? ["passphrase"] : []), "recovery key"];
  if (wish === "never") {
    if (passphrase) return success({ slots, notices: [] });
    return failure(
      vaultError(
        "passphrase-missing",
        "Without the keychain a vault needs a passphrase.",
        "Give one: --passphrase-fd 3 3<FILE, or run it on a terminal.",
      ),
    );
  }
  const stored = await keychain.write(
    vaultId,
    writeToken({ floor: 1, identity }),
  );
  if (stored.kind === "done")
    return success({ slots: ["keychain", ...slots], notices: [] });
  const problem = noKey(stored);
  return passphrase
    ? success({ slots, notices: [`Not in the keychain: ${problem.message}`] })
    : failure(problem);
}

/** The slots first: a vault file without a slot that opens it must never be there. */
async function writeFiles(
  ports: VaultPorts,
  { passphrase }: InitInput,
  document: VaultDocument,
  identity: Secret,
): Promise<Result<void>> {
  const { folder } = ports;
  const sealed = await sealChecked(document, identity);
  if (!sealed.ok) return sealed;
  const slot = passphrase
    ? await sealForPassphrase(identity, passphrase)
    : null;
  if (slot && !slot.ok) return slot;
  const prepared = slot
    ? await folder.write("identity.next.age", slot.value)
    : await folder.remove("identity.next.age");
  if (!prepared.ok) return prepared;
  const recovery = await sealForRecovery(identity, document.recoveryRecipient);
  const ready = await folder.write("recovery.next.age", recovery);
  if (!ready.ok) return ready;
  const written = await folder.write("vault.age", sealed.value);
  return written.ok ? promoteFirst(ports) : written;
}

/** Never a new identity beside anything that an old one may still open. `*.next.age` are leftovers of a killed init. */
async function refuseWhenThere({ folder }: VaultPorts): Promise<Result<void>> {
  for (const name of ["vault.age", "identity.age", "recovery.age"] as const) {
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
  return vaultError(
    "vault-exists",
    `The vault file in ${path} is gone, but its keys or earlier generations are there.`,
    "Put it back: talos-vault restore. Only if you do not need them, move the folder away.",
  );
}
