import type { CredentialKind } from "../../../shared/core/certificates/credential-kind.ts";
import type { TalosctlCommand } from "../../../shared/core/roles/commands.ts";
import type { Terminal } from "../../terminal.ts";

/** Why nothing here can say what a context may do, as a sentence; null: its roles are in its certificate. */
export function whyUnknown(kind: CredentialKind): string | null {
  switch (kind) {
    case "siderov1":
      return "Omni decides which roles you have when you log in; the context does not say them.";
    case "basic":
      return "The server decides what the user may do; the context does not say it.";
    case "certificate":
    case "none":
      return null;
  }
}

/** The answer to `can-i` where there is none; `all`: every command was asked for. */
export function tellUnknown(
  terminal: Terminal,
  {
    context,
    version,
    why,
    all,
  }: {
    readonly context: string;
    readonly version: string;
    readonly why: string;
    readonly all: readonly TalosctlCommand[] | null;
  },
  { json }: { readonly json?: true },
): void {
  const answer = {
    isAllowed: null,
    isInRelease: null,
    by: null,
    methods: [],
    notes: [why],
  };
  if (json) {
    const answers = all?.map(({ command }) => ({ command, ...answer }));
    const known = answers ? { answers } : answer;
    terminal.json({ context, roles: [], version, ...known });
    return;
  }
  terminal.out("unknown");
  terminal.say(why);
}
