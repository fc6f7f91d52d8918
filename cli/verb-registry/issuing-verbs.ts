import type { Verb } from "../cli.ts";

/** What credentials may do, and making new ones. */
export const issuingVerbs: Readonly<Record<string, Verb>> = {
  inspect: {
    summary: "read a credential, an authority or a file of either in full",
    load: async () =>
      (await import("../commands/imports/inspect.ts")).configureInspect,
  },
  "can-i": {
    summary: "say whether a context's roles allow a command of talosctl",
    takesCommand: true,
    load: async () =>
      (await import("../commands/roles/can-i.ts")).configureCanI,
  },
  "role-for": {
    summary: "say which role a command of talosctl needs",
    takesCommand: true,
    load: async () =>
      (await import("../commands/roles/role-for.ts")).configureRoleFor,
  },
  roles: {
    summary: "list Talos' roles and what they allow",
    load: async () =>
      (await import("../commands/roles/roles.ts")).configureRoles,
  },
  authority: {
    summary: "keep a cluster's CA with its key, to issue credentials with",
    load: async () =>
      (await import("../commands/authorities/authority.ts")).configureAuthority,
  },
  issue: {
    summary: "make a new credential: offline by the cluster's CA, or by a node",
    load: async () =>
      (await import("../commands/issuing/issue.ts")).configureIssue,
  },
  handover: {
    summary: "give a colleague access, or ask for it: no key travels",
    load: async () =>
      (await import("../commands/handover/handover.ts")).configureHandover,
  },
  audit: {
    summary: "what happened with this vault, and whether its log is whole",
    load: async () =>
      (await import("../commands/audit/audit.ts")).configureAudit,
  },
  ledger: {
    summary: "everything that was issued from this vault or left it",
    load: async () =>
      (await import("../commands/ledger/ledger.ts")).configureLedger,
  },
  "blast-radius": {
    summary: "what still opens a cluster, and how to end it",
    load: async () =>
      (await import("../commands/ledger/blast-radius.ts")).configureBlastRadius,
  },
  findings: {
    summary: "what could be better across the vault, each with its fix",
    load: async () =>
      (await import("../commands/findings/findings.ts")).configureFindings,
  },
  cluster: {
    summary: "make a cluster's secrets in the vault, and its machine configs",
    takesCommand: true,
    load: async () =>
      (await import("../commands/clusters/cluster.ts")).configureCluster,
  },
  "service-account": {
    summary: "print what gives pods in a cluster a talosconfig of their own",
    load: async () =>
      (await import("../commands/clusters/service-account.ts"))
        .configureServiceAccount,
  },
};
