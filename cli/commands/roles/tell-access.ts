import {
  judgeCommand,
  judgeMethod,
  type Access,
} from "../../../shared/core/roles/judge-access.ts";
import type { Asked } from "../../../shared/core/roles/asked-access.ts";
import { talosctlCommands } from "../../../shared/core/roles/commands.ts";
import type { ContextDetails } from "../../../shared/core/vault/views.ts";
import type { Cli } from "../../cli.ts";
import { exitCodes } from "../../exit-codes.ts";
import { table } from "../../output/table.ts";
import {
  guardedAccess,
  rolesNow,
  tellGuarded,
  tellRequest,
  verdictOf,
  type GuardedAccess,
  type JudgingGateway,
} from "./guarded-access.ts";
import { tellUnknown, whyUnknown } from "./unknown-access.ts";

/** Whose roles count. */
export interface Subject extends Pick<
  ContextDetails,
  "name" | "roles" | "kind"
> {
  /** The session that it is about, where its gateway was asked; absent: there is none. */
  readonly gateway?: JudgingGateway;
}

/** Answers, and gives the exit code back. `asked` null: every command. */
export function tellAccess(
  cli: Cli,
  subject: Subject,
  asked: Asked | null,
  version: string,
  options: { readonly json?: true },
): number {
  const { name, kind } = subject;
  const why = asked?.kind === "local" ? null : whyUnknown(kind);
  if (why !== null) {
    const all = asked === null ? talosctlCommands : null;
    tellUnknown(cli.terminal, { context: name, version, why, all }, options);
    return exitCodes.failed;
  }
  return asked === null
    ? everything(cli, subject, version, options)
    : answerOne(cli, subject, asked, version, options);
}

/** What the roles allow of it, and what the session's gateway then does. */
interface Judged {
  readonly roles: readonly string[];
  /** `isAllowed` null: it depends on what is asked for. */
  readonly access: Omit<Access, "isAllowed"> & {
    readonly isAllowed: boolean | null;
  };
  readonly guarded: readonly GuardedAccess[];
}

function judgeOf(
  { roles: lasting, gateway }: Subject,
  asked: Asked,
  version: string,
): Judged {
  const methods = methodsOf(asked);
  const roles = gateway ? rolesNow(gateway, methods) : lasting;
  const judged = judge(asked, roles, version);
  const command = asked.kind === "command" ? asked.command : null;
  const guarded = gateway ? guardedAccess(gateway, methods, command) : [];
  const verdict = verdictOf(guarded);
  const isOpen = verdict === "depends" ? null : verdict !== "closed";
  const isAllowed = judged.isAllowed && isOpen;
  return { roles, access: { ...judged, isAllowed }, guarded };
}

function answerOne(
  { terminal }: Cli,
  subject: Subject,
  asked: Asked,
  version: string,
  { json }: { readonly json?: true },
): number {
  const { name, gateway } = subject;
  const { roles, access, guarded } = judgeOf(subject, asked, version);
  if (json) {
    const guard = gateway ? { guard: guarded } : {};
    terminal.json({ context: name, roles, version, ...access, ...guard });
  } else {
    tell(terminal, { roles, access, guarded }, version);
    tellGuarded(terminal, guarded);
    if (gateway && access.isInRelease && wordOf(access, guarded) !== "yes")
      tellRequest(terminal, gateway, wordsOf(asked));
  }
  return access.isAllowed ? exitCodes.done : exitCodes.failed;
}

function methodsOf(asked: Asked): readonly string[] {
  if (asked.kind === "local") return [];
  return asked.kind === "method" ? [asked.method] : asked.command.requires;
}

function wordsOf(asked: Asked): string {
  if (asked.kind === "local") return asked.name;
  return asked.kind === "method" ? asked.method : asked.command.command;
}

function judge(
  asked: Asked,
  roles: readonly string[],
  version: string,
): Access {
  switch (asked.kind) {
    case "command":
      return judgeCommand(roles, asked.command, version);
    case "method":
      return judgeMethod(roles, asked.method, version);
    case "local":
      return {
        isAllowed: true,
        isInRelease: true,
        by: null,
        methods: [],
        notes: [
          "It runs on this machine and asks no node, so it needs no role.",
        ],
      };
  }
}

/** The answer in a word or two. */
function wordOf(
  { isAllowed, isInRelease }: Judged["access"],
  guarded: readonly GuardedAccess[],
): "yes" | "asks" | "depends" | "no" | "not there" {
  if (!isInRelease) return "not there";
  if (isAllowed === null) return "depends";
  if (!isAllowed) return "no";
  return verdictOf(guarded) === "asks" ? "asks" : "yes";
}

function tell(
  terminal: Cli["terminal"],
  { roles, access, guarded }: Judged,
  version: string,
): void {
  const { by, methods, notes } = access;
  const word = wordOf(access, guarded);
  const how = by ? `, by ${by}` : "";
  switch (word) {
    case "yes":
    case "asks":
      terminal.out(`yes${how}`);
      break;
    case "not there":
      terminal.out(`not in Talos ${version}`);
      break;
    case "depends":
      terminal.out("it depends");
      break;
    case "no":
      terminal.out("no");
      terminal.say(`The roles are: ${roles.join(", ") || "none"}.`);
  }
  for (const { method, by: role, roles: wanted } of methods)
    if (role === null && wanted.length > 0)
      terminal.say(`${method.slice(1)} needs one of: ${wanted.join(", ")}.`);
  for (const note of notes) terminal.say(note);
}

/** Every command of talosctl with its answer. */
function everything(
  { terminal }: Cli,
  subject: Subject,
  version: string,
  options: { readonly json?: true },
): number {
  const { name, roles, gateway } = subject;
  const answers = talosctlCommands.map((command) => ({
    command,
    ...judgeOf(subject, { kind: "command", command }, version),
  }));
  if (options.json)
    terminal.json({
      context: name,
      roles,
      version,
      answers: answers.map(({ command: { command }, access, guarded }) => ({
        command,
        ...access,
        ...(gateway ? { guard: guarded } : {}),
      })),
    });
  else
    terminal.outLines(
      table(
        terminal,
        ["COMMAND", "ALLOWED", "LEAST ROLE"],
        answers.map(({ command: { command, leastRole }, access, guarded }) => [
          command,
          cells[wordOf(access, guarded)],
          leastRole,
        ]),
      ),
    );
  return exitCodes.done;
}

const cells = {
  yes: "yes",
  asks: "a person is asked",
  depends: "it depends",
  no: "no",
  "not there": "not in that release",
} as const;
