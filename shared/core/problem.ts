/** Worst first. */
export const severities = ["error", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

/**
 * What Talos Vault itself can do about something that is wrong: with a context, with the vault, or with a request. Sentences of the core name no command:
 * the command line says the command for it (cli/output/action-commands.ts), the window has a button (renderer/features/actions).
 */
export const actions = [
  "renew",
  /** Renew it for a shorter time. */
  "shorten",
  /** Issue it with the cluster's secrets.yaml. */
  "issue",
  /** Put a narrower one in its place. */
  "narrow",
  /** Make a reader of the same cluster that stands beside it. */
  "reader-beside",
  /** Have one made for a place in a store, in the stead of its own. */
  "push-reader",
  /** Take what its store has, after it was shown what differs. */
  "pull",
  /** Ask the stores of all contexts what they have. */
  "check-origins",
  "remove",
  "endpoints",
  "nodes",
  "proxy",
  /** See where a rotation of the CA is, and take part in it. */
  "rotation",
  "blast-radius",
  /** See what is wrong with it. */
  "show",
  /** See how its endpoints are. */
  "ping",
  /** See what it may do. */
  "can-i",
  /** End sessions of it that run. */
  "end-sessions",
  // With the vault.
  "list",
  /** See which contexts were removed and can be put back. */
  "removed",
  "roles",
  "import",
  "init",
  "unlock",
  /** Open it with the recovery key. */
  "recover",
  /** Put an earlier one or a backup in place. */
  "restore",
  /** See which earlier ones are kept, and what each has. */
  "generations",
  /** Of a file: there is no generation to name. */
  "restore-backup",
  /** A key of age that opens files of SOPS. */
  "keep-sops-key",
  "backup",
  /** See what opens it, and which copies of it there are. */
  "doctor",
  /** Make a new recovery key. */
  "recovery-key",
  /** Try the recovery key that one keeps. */
  "verify-recovery-key",
  "set-passphrase",
  "change-passphrase",
  /** See whether the passphrase opens it. */
  "try-passphrase",
  /** Import a file, and remove it. */
  "import-and-remove",
  /** Keep an authority of the cluster. */
  "keep-authority",
  "authorities",
  "clusters",
  // The same again, in another way; in a window these are fields of the dialog that asked.
  /** Without trying the new credential. */
  "untested",
  /** With the context's own key. */
  "own-key",
  /** With a reason and the context's name. */
  "confirm",
  "force",
  "custom-roles",
  /** For os:reader. */
  "reader",
  /** With the cluster's secrets.yaml. */
  "authority-file",
  "authority-passphrase",
  "other-authority",
  "accept-older",
  /** Take the audit log as it is in place of the one that the keychain knows. */
  "accept-log",
  /** Put the key into the keychain, with the recovery key. */
  "recover-keychain",
  /** Give it a passphrase, with the recovery key. */
  "recover-passphrase",
  "no-keychain",
  "with-recovery-key",
  "new-passphrase",
  "passphrase-fd",
  /** With what happens to names that are taken. */
  "on-conflict",
  /** Name those that a new file is encrypted to. */
  "to-recipients",
  /** Import a credential that was replaced here, too. */
  "import-earlier",
  "replace",
] as const;

export type Action = (typeof actions)[number];

/** What actions are about, where it is one thing. */
export interface Subject {
  /** A context's name. */
  readonly context?: string;
  /** A file's path. */
  readonly file?: string;
  readonly generation?: string;
  /** Ids of running sessions, as short as they are shown. */
  readonly sessions?: readonly string[];
}

/**
 * Something to know, and what to do: an error of a request, what is found wrong with a context or the vault, the verdict on
 * the way to a node, what is to be told of what was done. It never holds key material, a passphrase or file content.
 */
export interface Problem<Code extends string = string> {
  /** Kebab-case, stable, of a closed union. */
  readonly code: Code;
  readonly severity: Severity;
  /** One sentence that says what is so. */
  readonly message: string;
  /** What a person can do, as sentences; empty where there is nothing, or where the actions say it all. */
  readonly next: string;
  /** What Talos Vault can do, best first: each shell says how. */
  readonly actions: readonly Action[];
  readonly about?: Subject;
}
