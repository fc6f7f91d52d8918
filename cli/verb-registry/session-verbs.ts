import type { Verb } from "../cli.ts";

/** Temporary credentials for terminals. */
export const sessionVerbs: Readonly<Record<string, Verb>> = {
  exec: {
    summary: "run one command with a temporary credential",
    takesCommand: true,
    load: async () =>
      (await import("../commands/sessions/exec/exec.ts")).configureExec,
  },
  shell: {
    summary: "open a shell with a temporary credential",
    load: async () =>
      (await import("../commands/sessions/shell.ts")).configureShell,
  },
  env: {
    summary:
      "print shell code that gives the calling shell a temporary credential",
    failure: async (words) =>
      (await import("../commands/sessions/env.ts")).envFailure(words),
    load: async () =>
      (await import("../commands/sessions/env.ts")).configureEnv,
  },
  gateway: {
    summary:
      "open a way to a cluster for programs of this machine, and keep the credential",
    load: async () =>
      (await import("../commands/sessions/gateway.ts")).configureGateway,
  },
  sessions: {
    summary: "list the temporary credentials that are out",
    load: async () =>
      (await import("../commands/sessions/sessions.ts")).configureSessions,
  },
  request: {
    summary: "inside a session: ask a person for more, for a while",
    load: async () =>
      (await import("../commands/sessions/request.ts")).configureRequest,
  },
  approvals: {
    summary: "show what waits for a person, and answer it",
    load: async () =>
      (await import("../commands/consent/approvals.ts")).configureApprovals,
  },
  end: {
    summary: "end sessions now",
    load: async () =>
      (await import("../commands/sessions/end.ts")).configureEnd,
  },
};
