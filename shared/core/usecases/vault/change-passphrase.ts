import { vaultError, withActions } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { newIdentity } from "../../vault/sealed/age/age.ts";
import { judgePassphrase } from "../../vault/sealed/slots.ts";
import { commit } from "./commit.ts";
import { identityFor } from "./identity-for.ts";
import { noKey } from "./opening/keychain-errors.ts";
import { openVault, type OpenVault } from "./open.ts";
import type { VaultPorts } from "./ports.ts";
import { reopen } from "./writing/finish-interrupted-write.ts";
import { tokenIn } from "./opening/keychain-token.ts";

/**
 * Gives the vault a passphrase. The first one is added beside the other slots; another one replaces the
 * identity, so that the old passphrase is worth nothing. Errors: `passphrase-weak`, those of opening and writing.
 */
export function setPassphrase(
  ports: VaultPorts,
): (passphrase: Secret) => Promise<Result<void>> {
  return async (passphrase) => {
    const weak = judgePassphrase(passphrase);
    if (weak) return weak;
    const first = await openVault(ports)();
    if (!first.ok) return first;
    return ports.folder.locked(async () => {
      const opened = await reopen(ports, first.value);
      if (!opened.ok) return opened;
      const present = opened.value;
      const { document } = present;
      const next = await identityFor(ports, present, passphrase);
      if (!next.ok) return next;
      const identity = next.value;
      return done(
        await commit(ports, { present, document, identity, passphrase }),
      );
    });
  };
}

/**
 * Takes the passphrase away. Afterwards the keychain alone opens the vault, so its item must be ours and open it now.
 * Errors: `passphrase-missing` when there is none; `declined` when nothing but the recovery key would be left; those of
 * opening and writing.
 */
export function removePassphrase(
  ports: VaultPorts,
): () => Promise<Result<void>> {
  return async () => {
    const slot = await ports.folder.read("identity.age");
    if (!slot.ok) return slot;
    if (slot.value === null) return failure(noPassphrase());
    const first = await openVault(ports)();
    if (!first.ok) return first;
    return ports.folder.locked(async () => {
      const opened = await reopen(ports, first.value);
      if (!opened.ok) return opened;
      const why = await whyLockedOut(ports, opened.value);
      if (why !== null) return failure(wouldLockOut(why));
      const present = opened.value;
      return done(
        await commit(ports, {
          present,
          document: present.document,
          identity: await newIdentity(),
          passphrase: null,
        }),
      );
    });
  };
}

/** Null when the keychain's item opens the vault. */
async function whyLockedOut(
  ports: VaultPorts,
  { document, identity, keys }: OpenVault,
): Promise<string | null> {
  if (document.store?.isWithoutKeychain)
    return "It was made to be in no keychain.";
  const item = await ports.keychain.read(document.vaultId);
  const token = tokenIn(item);
  if (token === null) return noKey(item).message;
  return token.identity.reveal() === identity.reveal() && keys.token !== null
    ? null
    : "The keychain has an older key of this vault.";
}

function done(result: Result<unknown>): Result<void> {
  return result.ok ? success(undefined) : result;
}

function noPassphrase() {
  return withActions(
    vaultError(
      "passphrase-missing",
      "The vault has no passphrase.",
      "There is nothing to remove. Look what opens it.",
    ),
    ["doctor"],
  );
}

function wouldLockOut(why: string) {
  return withActions(
    vaultError(
      "declined",
      `Without its passphrase nothing but the recovery key would open the vault. ${why}`,
      "Make the keychain work first, then have it open the vault again, by the recovery key.",
    ),
    ["recover-keychain"],
  );
}
