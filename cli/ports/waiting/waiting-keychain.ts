import type { Keychain } from "../../../shared/core/ports/keychain.ts";
import type { Terminal } from "../../terminal.ts";
import { sayWhenSilent } from "./say-when-silent.ts";

const silentMs = 1000;

/**
 * A keychain that says what we wait for when it has not answered after a second: KeePassXC and others ask a person in a
 * window of theirs, which may be behind the terminal.
 */
export function waitingKeychain(
  keychain: Keychain,
  terminal: Terminal,
): Keychain {
  const said = <T>(what: string, work: Promise<T>): Promise<T> =>
    sayWhenSilent(
      terminal,
      `Waiting for the keychain to ${what}. It may be asking you in a window of its own.`,
      silentMs,
      work,
    );
  return {
    read: (account) => said("give the vault's key", keychain.read(account)),
    write: (account, value) =>
      said("keep the vault's key", keychain.write(account, value)),
    remove: (account) =>
      said("forget the vault's key", keychain.remove(account)),
  };
}
