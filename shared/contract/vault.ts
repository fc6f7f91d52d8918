import type { Warning } from "../core/warning.ts";
import * as v from "valibot";
import type { Problem } from "../core/problem.ts";
import { consentRules, type ConsentRule } from "../core/vault/document.ts";
import { channel } from "./channel.ts";
import { nothing } from "./fields.ts";

export type WhyClosed =
  /** The vault's file is not there, and earlier generations are. */
  | "gone"
  | "damaged"
  /** Older than the last one that was written here. */
  | "older"
  /** The key that is at hand is not the one of this vault. */
  | "other-key"
  /** The keychain works and has no key for it, and no passphrase is set. */
  | "no-key"
  /** The keychain cannot be read, and no passphrase is set. */
  | "keychain-away";

/** What the window must know before anything else; asked at the start and after every `state` event. */
export interface AppState {
  readonly vault: "none" | "locked" | "unlocked";
  /** Where the vault's files are. */
  readonly path: string;
  readonly host: "electron" | "browser";
  readonly platform: string;
  readonly version: string;
  readonly hasPassphrase: boolean;
  /** The file through which a recovery key opens the vault is there. */
  readonly hasRecovery: boolean;
  /** Why the vault will not open as it did before, as far as was seen; null: nothing is known to be wrong. */
  readonly whyClosed: WhyClosed | null;
  /** Generations that are kept, newest first. */
  readonly backups: readonly string[];
  readonly keychain: "has-the-key" | "works" | "locked" | "unavailable";
  /** In plain words; null when there is none. */
  readonly keychainProblem: Problem | null;
  /** What main says when the window cannot do it by itself. */
  readonly can: {
    readonly chooseFiles: boolean;
    readonly readClipboard: boolean;
    readonly showFolder: boolean;
  };
  /** Why the vault was locked last, as a sentence; null when it was not. */
  readonly lockReason: string | null;
}

/** What helps whoever looks for a fault; nothing in it is a person's. */
export interface Diagnostics {
  readonly text: string;
  /** Main has put it into the clipboard. */
  readonly isCopied: boolean;
}

/** The slots and files of the vault, for the settings. */
export interface VaultFacts {
  readonly vaultId: string | null;
  readonly path: string;
  readonly generation: number;
  readonly writtenAt: string;
  readonly contexts: number;
  readonly backups: readonly string[];
  readonly hasPassphrase: boolean;
  readonly hasRecovery: boolean;
  readonly keychain: AppState["keychain"];
  readonly keychainProblem: AppState["keychainProblem"];
  readonly openedWith: string;
  /** Whether a person is asked about contexts that say nothing of their own; null: as they are marked production. */
  readonly consent: ConsentRule | null;
}

/** What it means to take the older vault file that is in place for the one that counts. */
export interface OlderVault {
  readonly generation: number;
  readonly writtenAt: string;
  readonly contexts: number;
  /** Contexts of the last generation that is kept and not in the file; null where none is kept or it does not open. */
  readonly gone: readonly string[] | null;
  /** The generation that has them; null where `gone` is. */
  readonly before: number | null;
}

/** What lies beside the vault, and what each would bring back. */
export interface KeptGenerations {
  /** Null where the vault file is gone or does not open. */
  readonly present: {
    readonly generation: number;
    readonly contexts: number;
  } | null;
  /** Newest first. */
  readonly generations: readonly KeptGeneration[];
}

export interface KeptGeneration {
  /** As in `AppState.backups`. */
  readonly name: string;
  /** Null: nothing at hand opens it, or it is one of many and was not looked at. */
  readonly inside: {
    /** RFC 3339. */
    readonly writtenAt: string;
    readonly contexts: number;
    /** How many contexts it has that the present vault lacks. */
    readonly lacking: number;
    /** The first of their names; null where they were not asked for. */
    readonly names: readonly string[] | null;
  } | null;
}

/** What a restore would mean, before it is done. */
export interface RestoreQuestion {
  /** With it the restore goes on. */
  readonly token: string;
  readonly contexts: number;
  /** RFC 3339. */
  readonly writtenAt: string;
  /** A vault is there, whose place it takes. */
  readonly replaces: boolean;
  /** Contexts that will be there no more; null where the present vault cannot be opened. */
  readonly gone: readonly string[] | null;
  /** Contexts that the present vault lacks; null where it cannot be opened, or is not there. */
  readonly added: readonly string[] | null;
  /** Contexts that both have and that are as they were then; null where `added` is. */
  readonly changed: readonly string[] | null;
  /** The vault whose place it takes is another one. */
  readonly isOther: boolean;
  /** What has to be typed to say that it is meant; null: nothing. */
  readonly mustType: string | null;
}

const restoreSource = {
  file: v.strictObject({
    kind: v.literal("file"),
    path: v.optional(v.pipe(v.string(), v.maxLength(4096))),
  }),
};

/** Its number, and the beginning of its mark where two machines wrote it. */
const generation = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}(?:-[0-9a-f]{1,16})?$/),
);

/** What a person typed to say that it is meant. */
const typed = v.pipe(v.string(), v.maxLength(100));

/** It is opened with the recovery key, which is asked for outside of the window. */
const withRecoveryKey = v.optional(v.boolean());

/** A backup, and how the audit log ended then: a text that is worth keeping elsewhere; null: there is no log. */
export interface WrittenBackup {
  readonly path: string;
  readonly logEnd: string | null;
}

export const vaultChannels = {
  "vault.state": channel<AppState>()(nothing, "always"),
  /** Makes a vault; passphrase and recovery key are dealt with outside the window. */
  "vault.create": channel<{
    readonly slots: readonly string[];
    readonly warnings: readonly Warning[];
  }>()(
    v.strictObject({ keychain: v.boolean(), passphrase: v.boolean() }),
    "always",
  ),
  "vault.unlock": channel<{ readonly warnings: readonly Warning[] }>()(
    v.strictObject({ with: v.picklist(["keychain", "passphrase"]) }),
    "always",
  ),
  "vault.lock": channel<null>()(nothing, "always"),
  /** Opens with the recovery key and enrols this machine's keychain again. */
  "vault.recover": channel<{ readonly contexts: number }>()(nothing, "always"),
  "vault.facts": channel<VaultFacts>()(nothing),
  /** Copies what helps whoever looks for a fault. */
  "vault.diagnostics": channel<Diagnostics>()(nothing, "always"),
  /** Opens the folder of the vault in the desktop's own program for folders. Errors: `unsupported`. */
  "vault.show-folder": channel<null>()(nothing, "always"),
  "vault.set-passphrase": channel<null>()(nothing),
  "vault.remove-passphrase": channel<null>()(nothing),
  "vault.replace-recovery-key": channel<null>()(nothing),
  /** Null when the person chose no file. */
  "vault.backup": channel<WrittenBackup | null>()(
    v.strictObject({ path: v.optional(v.pipe(v.string(), v.maxLength(4096))) }),
  ),
  "vault.restore": channel<{ readonly contexts: number } | null>()(
    v.variant("kind", [
      restoreSource.file,
      v.strictObject({ kind: v.literal("generation"), generation }),
      /** What was asked about, and agreed to. */
      v.strictObject({
        kind: v.literal("asked"),
        token: v.pipe(v.string(), v.maxLength(100)),
        typed: v.optional(typed),
      }),
      /** The file in place, although an older one than was written here. `typed`: the number of its generation. */
      v.strictObject({ kind: v.literal("present"), typed }),
    ]),
    "always",
  ),
  /** What a restore would mean; changes nothing. Null when the person chose no file. */
  "vault.ask-restore": channel<RestoreQuestion | null>()(
    v.variant("kind", [
      v.strictObject({ ...restoreSource.file.entries, withRecoveryKey }),
      v.strictObject({
        kind: v.literal("generation"),
        generation,
        withRecoveryKey,
      }),
    ]),
    "always",
  ),
  /**
   * Looks into the generations that are kept; changes nothing. With the keychain nobody is asked for anything, and what it
   * does not open stays unopened. Names are told when they are asked for: a locked window shows none.
   */
  "vault.generations": channel<KeptGenerations>()(
    v.strictObject({
      with: v.picklist(["keychain", "passphrase", "recovery-key"]),
      isNamed: v.boolean(),
    }),
    "always",
  ),
  /** What restoring the file in place would mean; changes nothing. */
  "vault.older": channel<OlderVault>()(nothing, "always"),
  /** Says whether a person is asked about contexts that say nothing of their own; one is, before that is less. */
  "vault.set-consent": channel<null>()(
    v.strictObject({ rule: v.nullable(v.picklist(consentRules)) }),
  ),
  /** The last change that can be taken back; null: there is none. */
  "vault.undoable": channel<{
    readonly token: string;
    readonly what: string;
  } | null>()(nothing),
  /** Takes that change back, and no other; without a token the last one. */
  "vault.undo": channel<{ readonly what: string }>()(
    v.strictObject({
      token: v.optional(v.pipe(v.string(), v.maxLength(100))),
    }),
  ),
};
