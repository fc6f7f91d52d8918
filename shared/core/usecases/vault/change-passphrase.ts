import { vaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { judgePassphrase, sealForPassphrase } from "../../vault/slots.ts";
import { reopen } from "./change.ts";
import { noKey } from "./obtain-keys.ts";
import { openVault } from "./open.ts";
import { replaceIdentity } from "./replace-identity.ts";
import type { VaultPorts } from "./ports.ts";

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
      const slot = await ports.folder.read("identity.age");
      if (!slot.ok) return slot;
      if (slot.value === null) {
        const sealed = await sealForPassphrase(
          opened.value.identity,
          passphrase,
        );
        return sealed.ok
          ? ports.folder.write("identity.age", sealed.value)
          : sealed;
      }
      const { recoveryRecipient } = opened.value.document;
      return done(
        await replaceIdentity(ports, opened.value, {
          passphrase,
          recoveryRecipient,
        }),
      );
    });
  };
}

/**
 * Takes the passphrase away; the keychain alone opens the vault afterwards, so it must work first.
 * Errors: `passphrase-missing` when there is none; `keychain-*`; those of opening and writing.
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
    const item = await ports.keychain.read(first.value.document.vaultId);
    if (item.kind !== "found")
      return failure(wouldLockOut(noKey(item).message));
    return ports.folder.locked(async () => {
      const opened = await reopen(ports, first.value);
      if (!opened.ok) return opened;
      const { recoveryRecipient } = opened.value.document;
      const after = { passphrase: null, recoveryRecipient };
      return done(await replaceIdentity(ports, opened.value, after));
    });
  };
}

function done(result: Result<unknown>): Result<void> {
  return result.ok ? success(undefined) : result;
}

function noPassphrase() {
  return vaultError(
    "passphrase-missing",
    "The vault has no passphrase.",
    "There is nothing to remove; talos-vault doctor lists what opens it.",
  );
}

function wouldLockOut(why: string) {
  return vaultError(
    "declined",
    `Without its passphrase nothing but the recovery key would open the vault. ${why}`,
    "Make the keychain work first, then enrol it: talos-vault recover.",
  );
}
