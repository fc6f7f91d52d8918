import {
  assertNever,
  vaultError,
  withActions,
  type VaultError,
} from "../../../errors.ts";
import type { KeychainItem, KeychainProblem } from "../../../ports/keychain.ts";

const recoverWithKey = "Use the recovery key.";

/** Each state of the keychain in its own words, with its own way out. `hasVault`: there is one that it could open. */
export function noKey(item: KeychainItem, hasVault = true): VaultError {
  switch (item.kind) {
    case "found":
      return withActions(
        vaultError(
          "keychain-missing",
          "The keychain's item for this vault is not one of ours.",
          recoverWithKey,
        ),
        ["recover"],
      );
    case "missing":
      return withActions(
        vaultError(
          "keychain-missing",
          "The keychain works, but has no key for this vault: it was made elsewhere, or the keychain was reset.",
          recoverWithKey,
        ),
        ["recover"],
      );
    case "locked":
      return vaultError(
        "keychain-locked",
        "The keychain is locked.",
        "Unlock it (log in to your desktop, or open its password dialog) and try again.",
        item.reason,
      );
    case "unavailable":
      return unavailable(item.problem, item.reason, hasVault);
    default:
      return assertNever(item);
  }
}

function unavailable(
  problem: KeychainProblem,
  reason: string,
  hasVault: boolean,
): VaultError {
  const passphrase = hasVault
    ? "or open it with a passphrase"
    : "or make a vault that a passphrase opens, without a keychain";
  const texts: Readonly<Record<KeychainProblem, readonly [string, string]>> = {
    "no-session-bus": [
      "There is no D-Bus session, so no keychain can be reached.",
      hasVault
        ? "Run it in your desktop session. A vault that has a passphrase opens with it; one that has none gets one with the recovery key."
        : `Run it in your desktop session, ${passphrase}.`,
    ],
    "no-service": [
      "No program keeps keys here: the D-Bus session knows no keychain service.",
      `Install one and log in again (gnome-keyring, KWallet or KeePassXC), ${passphrase}.`,
    ],
    "no-collection": [
      "The keychain service has no default collection to keep a key in.",
      `Create a login keyring (for example with Seahorse), ${passphrase}.`,
    ],
    "no-library": [
      "The keychain library cannot be loaded; on Linux libsecret is missing.",
      `Install it (libsecret-1-0 on Debian and Ubuntu, else libsecret), ${passphrase}.`,
    ],
    restarted: [
      "The keychain service was restarted, and this program still talks to the old one.",
      "Close Talos Vault and start it again.",
    ],
    other: [
      "The keychain does not answer as it should.",
      `Look what is wrong with it, ${passphrase}.`,
    ],
  };
  const [message, next] = texts[problem];
  return vaultError("keychain-unavailable", message, next, reason);
}
