import type { Verb } from "../cli.ts";

/** The vault itself, and what opens it. */
export const vaultVerbs: Readonly<Record<string, Verb>> = {
  unlock: {
    summary: "keep the vault open for a while, in memory only",
    load: async () =>
      (await import("../commands/vault/unlock.ts")).configureUnlock,
  },
  lock: {
    summary: "forget what unlock keeps, and end all sessions",
    load: async () => (await import("../commands/vault/lock.ts")).configureLock,
  },
  ui: {
    summary: "open the window in a browser, served to it alone on loopback",
    load: async () => (await import("../commands/web-ui/ui.ts")).configureUi,
  },
  settings: {
    summary: "show what is chosen once, and choose",
    load: async () =>
      (await import("../commands/vault/settings.ts")).configureSettings,
  },
  backup: {
    summary: "write the encrypted vault into one file",
    load: async () =>
      (await import("../commands/vault/backup.ts")).configureBackup,
  },
  restore: {
    summary: "put a backup or an earlier generation in place",
    load: async () =>
      (await import("../commands/vault/restore.ts")).configureRestore,
  },
  passphrase: {
    summary: "set, change or remove the passphrase that opens the vault",
    load: async () =>
      (await import("../commands/vault/passphrase.ts")).configurePassphrase,
  },
  "recovery-key": {
    summary: "make a new recovery key; the old one stops working",
    load: async () =>
      (await import("../commands/vault/recovery-key.ts")).configureRecoveryKey,
  },
  recover: {
    summary:
      "open the vault with the recovery key, and have this keychain open it again",
    load: async () =>
      (await import("../commands/vault/recover.ts")).configureRecover,
  },
  doctor: {
    summary: "check keychain, folders, left-overs and plaintext talosconfigs",
    load: async () =>
      (await import("../commands/vault/doctor.ts")).configureDoctor,
  },
  man: {
    summary: "print the manual page: talos-vault man | man -l -",
    load: async () => (await import("../commands/help/man.ts")).configureMan,
  },
  completion: {
    summary: "print the completion script for bash, zsh, fish or PowerShell",
    takesCommand: true,
    load: async () =>
      (await import("../commands/help/completion.ts")).configureCompletion,
  },
};
