import type { Verb } from "../cli.ts";

/** What credentials may do, and making new ones. */
export const issuingVerbs: Readonly<Record<string, Verb>> = {
  inspect: {
    summary: "read a credential, an authority or a file of either in full",
    load: async () => (await import("../commands/inspect.ts")).configureInspect,
  },
  "can-i": {
    summary: "say whether a context's roles allow a command of talosctl",
    takesCommand: true,
    load: async () => (await import("../commands/can-i.ts")).configureCanI,
  },
  "role-for": {
    summary: "say which role a command of talosctl needs",
    takesCommand: true,
    load: async () =>
      (await import("../commands/role-for.ts")).configureRoleFor,
  },
  roles: {
    summary: "list Talos' roles and what they allow",
    load: async () => (await import("../commands/roles.ts")).configureRoles,
  },
  authority: {
    summary: "keep a cluster's CA with its key, to issue credentials with",
    load: async () =>
      (await import("../commands/authority.ts")).configureAuthority,
  },
  issue: {
    summary: "make a new credential: offline by the cluster's CA, or by a node",
    load: async () => (await import("../commands/issue.ts")).configureIssue,
  },
  ledger: {
    summary: "everything that was issued from this vault or left it",
    load: async () => (await import("../commands/ledger.ts")).configureLedger,
  },
  "blast-radius": {
    summary: "what still opens a cluster, and how to end it",
    load: async () =>
      (await import("../commands/blast-radius.ts")).configureBlastRadius,
  },
  findings: {
    summary: "what could be better across the vault, each with its fix",
    load: async () =>
      (await import("../commands/findings.ts")).configureFindings,
  },
  cluster: {
    summary: "make a cluster's secrets in the vault, and its machine configs",
    takesCommand: true,
    load: async () => (await import("../commands/cluster.ts")).configureCluster,
  },
  "service-account": {
    summary: "print what gives pods in a cluster a talosconfig of their own",
    load: async () =>
      (await import("../commands/service-account.ts")).configureServiceAccount,
  },
};
