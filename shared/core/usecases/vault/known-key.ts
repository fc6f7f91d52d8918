import { failure } from "../../result.ts";
import { vaultError } from "../../errors.ts";
import type { Keychain } from "../../ports/keychain.ts";
import type { PassphrasePrompt } from "../../ports/passphrase-prompt.ts";
import {
  readToken,
  writeToken,
  type KeychainToken,
} from "../../vault/sealed/keychain-item-format.ts";
import { OpenedFileCache } from "./opening/opened-file-cache.ts";
import type { VaultPorts } from "./ports.ts";

/** Asks nobody: what needs an answer fails. */
export const nobody: PassphrasePrompt = {
  ask: async () =>
    failure(
      vaultError(
        "passphrase-missing",
        "The vault has another key now.",
        "Unlock it again.",
      ),
    ),
};

/**
 * The ports of a vault whose key is known already: nobody is asked. What is written to the keychain is
 * remembered, and passed on when the key came from there. They hold what they opened: they go when the vault is locked.
 */
export function knownKeyPorts(
  ports: Omit<
    VaultPorts,
    "keychain" | "passphrase" | "preferPassphrase" | "lastOpened"
  >,
  start: KeychainToken,
  keychain: Keychain | null,
): VaultPorts {
  let token = start;
  const known: Keychain = {
    read: async () => ({ kind: "found", value: writeToken(token) }),
    write: async (account, value) => {
      token = readToken(value) ?? token;
      return keychain ? keychain.write(account, value) : { kind: "done" };
    },
    remove: async () => ({ kind: "done" }),
  };
  const { folder, clock, random, ledger, onlooker, editsFrom } = ports;
  return {
    folder,
    clock,
    random,
    ledger,
    onlooker,
    keychain: known,
    passphrase: nobody,
    preferPassphrase: false,
    ...(editsFrom === undefined ? {} : { editsFrom }),
    lastOpened: new OpenedFileCache(),
  };
}
