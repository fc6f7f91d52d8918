import type { AppState, WhyClosed } from "../../../../shared/contract/vault.ts";

/** What is wrong, in words, and what most people will want to do first. */
export interface Situation {
  readonly title: string;
  readonly text: string;
  readonly first: "generation" | "older" | "key" | "again" | "backup";
}

const ofClosed: Readonly<Record<WhyClosed, Situation>> = {
  gone: {
    title: "Your vault file is gone",
    text: "Earlier generations of it lie beside the place where it was. Put the newest one back: it has everything that was written up to then.",
    first: "generation",
  },
  damaged: {
    title: "Your vault file is damaged",
    text: "It cannot be opened as it is. Put an earlier generation or a backup in its place; the damaged file is kept among the generations.",
    first: "generation",
  },
  older: {
    title: "Your vault file is older than it should be",
    text: "This machine has written a later one. Put the last generation back; or, if you put the older file there yourself, say that it is meant.",
    first: "generation",
  },
  "other-key": {
    title: "The key does not fit this vault",
    text: "The keychain, or the file of the passphrase, has the key of another vault or one that was replaced since. The recovery key of now opens it, and gives this machine the right one.",
    first: "key",
  },
  "no-key": {
    title: "The keychain has no key for this vault",
    text: "It was made on another machine, or the keychain was reset. The recovery key opens it, and puts its key into the keychain of this machine.",
    first: "key",
  },
  "keychain-away": {
    title: "The keychain cannot be reached",
    text: "It has the key of this vault. Make it work and try again; or the recovery key opens the vault and gives it a passphrase.",
    first: "again",
  },
};

const nothingWrong: Situation = {
  title: "Other ways into your vault",
  text: "For when the keychain or the passphrase is lost, or the vault is to be as it was before.",
  first: "key",
};

const newMachine: Situation = {
  title: "Bring your vault to this machine",
  text: "A backup is one file, and it is opened with its passphrase or with the recovery key. From then on the keychain of this machine opens the vault.",
  first: "backup",
};

export function situationOf({
  vault,
  whyClosed,
}: Pick<AppState, "vault" | "whyClosed">): Situation {
  if (whyClosed !== null) return ofClosed[whyClosed];
  return vault === "none" ? newMachine : nothingWrong;
}

/** Null: its problem is said in full beside them. */
const keychains: Readonly<Record<AppState["keychain"], string | null>> = {
  "has-the-key": "The keychain has a key for it",
  works: "The keychain works, and has no key for it",
  locked: null,
  unavailable: null,
};

/** What there is to open a vault with, as short sentences. */
export function factsOf({
  vault,
  whyClosed,
  keychain,
  hasPassphrase,
  hasRecovery,
}: Pick<
  AppState,
  "vault" | "whyClosed" | "keychain" | "hasPassphrase" | "hasRecovery"
>): readonly string[] {
  const ofKeychain =
    vault === "none" && keychain === "works"
      ? "The keychain of this machine works"
      : keychains[keychain];
  const isNothingThere = vault === "none" && whyClosed === null;
  return [
    ofKeychain,
    ...(isNothingThere
      ? []
      : [
          hasPassphrase ? "A passphrase is set" : "No passphrase is set",
          hasRecovery
            ? "The recovery key can open it"
            : "The file for the recovery key is missing",
        ]),
  ].filter((fact) => fact !== null);
}
