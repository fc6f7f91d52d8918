import type { Verb } from "./cli.ts";

/** The table of contents of the command line, in the order of `--help`. */
export const verbs: Readonly<Record<string, Verb>> = {
  start: {
    summary:
      "walk through: make a vault, import your talosconfig, open a shell with it",
    load: async () => (await import("./commands/start.ts")).configureStart,
  },
  init: {
    summary: "make the vault; prints the recovery key, once",
    load: async () => (await import("./commands/init.ts")).configureInit,
  },
  import: {
    summary: "put talosconfig files into the vault",
    load: async () => (await import("./commands/import.ts")).configureImport,
  },
  list: {
    summary: "list the contexts, with roles and expiry",
    load: async () => (await import("./commands/list.ts")).configureList,
  },
  show: {
    summary:
      "show one context: where it is, what its credential may do, what is wrong with it",
    load: async () => (await import("./commands/show.ts")).configureShow,
  },
  authority: {
    summary: "keep a cluster's CA with its key, to issue credentials with",
    load: async () =>
      (await import("./commands/authority.ts")).configureAuthority,
  },
  inspect: {
    summary: "read a credential, an authority or a file of either in full",
    load: async () => (await import("./commands/inspect.ts")).configureInspect,
  },
  issue: {
    summary: "make a new credential under a cluster's CA, offline",
    load: async () => (await import("./commands/issue.ts")).configureIssue,
  },
  "can-i": {
    summary: "say whether a context's roles allow a command of talosctl",
    load: async () => (await import("./commands/can-i.ts")).configureCanI,
  },
  "role-for": {
    summary: "say which role a command of talosctl needs",
    load: async () => (await import("./commands/role-for.ts")).configureRoleFor,
  },
  roles: {
    summary: "list Talos' roles and what they allow",
    load: async () => (await import("./commands/roles.ts")).configureRoles,
  },
  use: {
    summary: "make a context the current one; - is the previous one",
    load: async () => (await import("./commands/use.ts")).configureUse,
  },
  rename: {
    summary: "rename a context",
    load: async () => (await import("./commands/rename.ts")).configureRename,
  },
  set: {
    summary:
      "change a context's endpoints, nodes, labels, colour, note, production flag",
    load: async () => (await import("./commands/set.ts")).configureSet,
  },
  remove: {
    summary: "remove contexts; * matches any text",
    load: async () => (await import("./commands/remove.ts")).configureRemove,
  },
  export: {
    summary: "write contexts as a lasting plaintext talosconfig; asks first",
    load: async () => (await import("./commands/export.ts")).configureExport,
  },
  exec: {
    summary: "run one command with a temporary credential",
    load: async () => (await import("./commands/exec.ts")).configureExec,
  },
  shell: {
    summary: "open a shell with a temporary credential",
    load: async () => (await import("./commands/shell.ts")).configureShell,
  },
  env: {
    summary:
      "print shell code that gives the calling shell a temporary credential",
    load: async () => (await import("./commands/env.ts")).configureEnv,
  },
  sessions: {
    summary: "list the temporary credentials that are out",
    load: async () =>
      (await import("./commands/sessions.ts")).configureSessions,
  },
  end: {
    summary: "end sessions now",
    load: async () => (await import("./commands/end.ts")).configureEnd,
  },
  unlock: {
    summary: "keep the vault open for a while, in memory only",
    load: async () => (await import("./commands/unlock.ts")).configureUnlock,
  },
  lock: {
    summary: "forget what unlock keeps, and end all sessions",
    load: async () => (await import("./commands/lock.ts")).configureLock,
  },
  ui: {
    summary: "open the window in a browser, served to it alone on loopback",
    load: async () => (await import("./commands/ui.ts")).configureUi,
  },
  backup: {
    summary: "write the encrypted vault into one file",
    load: async () => (await import("./commands/backup.ts")).configureBackup,
  },
  restore: {
    summary: "put a backup or an earlier generation in place",
    load: async () => (await import("./commands/restore.ts")).configureRestore,
  },
  passphrase: {
    summary: "set, change or remove the passphrase that opens the vault",
    load: async () =>
      (await import("./commands/passphrase.ts")).configurePassphrase,
  },
  "recovery-key": {
    summary: "make a new recovery key; the old one stops working",
    load: async () =>
      (await import("./commands/recovery-key.ts")).configureRecoveryKey,
  },
  recover: {
    summary:
      "open the vault with the recovery key and enrol this keychain again",
    load: async () => (await import("./commands/recover.ts")).configureRecover,
  },
  doctor: {
    summary: "check keychain, folders, left-overs and plaintext talosconfigs",
    load: async () => (await import("./commands/doctor.ts")).configureDoctor,
  },
  completion: {
    summary: "print the completion script for bash, zsh, fish or PowerShell",
    load: async () =>
      (await import("./commands/completion.ts")).configureCompletion,
  },
};
