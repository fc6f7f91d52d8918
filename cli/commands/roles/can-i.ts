// `can-i`, `role-for` and `roles`: what a role allows, by the rules of a release of Talos.
// Keep: No node is asked and the vault is opened for a context's roles alone.
import type { Command } from "commander";
import {
  judgeCommand,
  judgeMethod,
  type Access,
} from "../../../shared/core/roles/judge-access.ts";
import { talosctlCommands } from "../../../shared/core/roles/commands.ts";
import { sessionVariable } from "../../../shared/core/sessions/outside-variables.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { ContextDetails } from "../../../shared/core/vault/views.ts";
import {
  agentsSessionOf,
  type AgentsSession,
} from "../../../shared/node/sessions/leases/agents-session.ts";
import { guardsOf } from "../../../shared/core/gateway/decide-call.ts";
import { givenFor } from "../../../shared/core/gateway/given-for.ts";
import { sessionOver } from "../../../shared/core/sessions/end-reason.ts";
import type { Lease } from "../../../shared/core/sessions/lease.ts";
import { rightsOf } from "../../../shared/node/sessions/gateway/session-calls.ts";
import { outerSession } from "../../../shared/node/sessions/leases/outer-session.ts";
import {
  readAsked,
  type Asked,
} from "../../../shared/core/roles/asked-access.ts";
import { finish, type Cli } from "../../cli.ts";
import { exitCodes } from "../../exit-codes.ts";
import { openReader } from "../../ports/open-reader.ts";
import {
  guardedAccess,
  isAsked,
  isOpen,
  tellGuarded,
  tellRequest,
  type JudgingGateway,
} from "./guarded-access.ts";
import { table } from "../../words/table.ts";
import { tellUnknown, whyUnknown } from "./unknown-access.ts";
import { chooseVersion } from "../../words/talos-version.ts";

interface Options {
  readonly talosVersion?: string;
  readonly json?: true;
}

export function configureCanI(command: Command, cli: Cli): void {
  command
    .argument("<context>", "its name; - is the previous one")
    .argument("[command...]", "a command of talosctl, or a method; none: all")
    .option(
      "--talos-version <version>",
      "by the rules of that release of Talos, such as 1.12",
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Flags of talosctl stand behind two dashes: talos-vault can-i prod -- talosctl reboot --drain
Nobody is asked: the answer comes from the roles in the certificate and from Talos' own rule table.
Inside a session with that context the answer is about the session, and with a command about what its gateway lets through.
Exit code: 0 allowed, 1 not allowed, or unknown: Omni decides what a context of it may do.`,
    )
    .action((context: string, words: string[], options: Options) =>
      finish(cli, canI(cli, context, words, options)),
    );
}

async function canI(
  cli: Cli,
  context: string,
  typed: readonly string[],
  options: Options,
): Promise<Result<number>> {
  const version = chooseVersion(options.talosVersion);
  if (!version.ok) return version;
  const words = [...typed, ...(cli.command ?? [])];
  const asked = words.length > 0 ? readAsked(words) : null;
  if (asked && !asked.ok) return asked;
  const who = await whoAsks(cli, context);
  if (!who.ok) return who;
  const what = asked?.value ?? null;
  return answer(cli, who.value, what, version.value, options);
}

/** Whose roles count. */
interface Subject extends Pick<ContextDetails, "name" | "roles" | "kind"> {
  /** The session that it is about, where its gateway was asked; absent: there is none. */
  readonly gateway?: JudgingGateway;
}

/** An agent is told of its own session, and the vault stays closed. */
async function whoAsks(cli: Cli, context: string): Promise<Result<Subject>> {
  const own = agentsSessionOf(cli.ports.leases, process);
  if (own) return ofAgents(own, context);
  const reader = await openReader(cli);
  if (!reader.ok) return reader;
  const shown = await reader.value.show(context);
  return shown.ok ? asInSession(cli, shown.value) : shown;
}

async function ofAgents(
  { agent, lease }: AgentsSession,
  context: string,
): Promise<Result<Subject>> {
  if (!lease) return failure(sessionOver());
  return lease.context === context
    ? ofSession(lease)
    : failure(ofAnother(lease, agent));
}

async function ofSession(lease: Lease): Promise<Result<Subject>> {
  const { context: name, roles, agent } = lease;
  const subject = { name, roles, kind: "certificate" } as const;
  const rights = await rightsOf(lease);
  if (!rights) return success(subject);
  const guards = guardsOf(rights.rules);
  if (!guards.ok) return guards;
  const isAgents = agent !== undefined;
  const gateway = { rights, guards: guards.value, isAgents };
  return success({ ...subject, gateway });
}

function ofAnother({ context }: Lease, agent: string) {
  return vaultError(
    "declined",
    `The session of the agent "${agent}" is with "${context}" alone.`,
    "Ask about that one.",
  );
}

/** Inside a session with that context it is the session's roles that count, and that is said. */
async function asInSession(
  { ports, terminal }: Cli,
  shown: ContextDetails,
): Promise<Result<Subject>> {
  const isLiving = outerSession(ports.leases) !== null;
  const lease = isLiving
    ? ports.leases.read(process.env[sessionVariable] ?? "")
    : null;
  if (lease?.context !== shown.name || lease.roles.length === 0)
    return success(shown);
  const roles = lease.roles.join(", ");
  terminal.say(`In this session, which has ${roles}:`);
  return ofSession(lease);
}

/** `asked` null: every command. */
function answer(
  cli: Cli,
  subject: Subject,
  asked: Asked | null,
  version: string,
  options: Options,
): Result<number> {
  const { name, roles, kind } = subject;
  const why = asked?.kind === "local" ? null : whyUnknown(kind);
  if (why !== null) {
    const all = asked === null ? talosctlCommands : null;
    tellUnknown(cli.terminal, { context: name, version, why, all }, options);
    return success(exitCodes.failed);
  }
  return asked === null
    ? everything(cli, name, roles, version, options)
    : answerOne(cli, subject, asked, version, options);
}

function answerOne(
  { terminal }: Cli,
  { name, roles: lasting, gateway }: Subject,
  asked: Asked,
  version: string,
  { json }: Options,
): Result<number> {
  const methods = methodsOf(asked);
  const given = gateway && givenFor(gateway.rights.given, methods);
  const roles = given?.roles ?? lasting;
  const judged = judge(asked, roles, version);
  const guarded = gateway ? guardedAccess(gateway, methods) : [];
  const access = { ...judged, isAllowed: judged.isAllowed && isOpen(guarded) };
  if (json) {
    const guard = gateway ? { guard: guarded } : {};
    terminal.json({ context: name, roles, version, ...access, ...guard });
  } else {
    tell(terminal, roles, access);
    tellGuarded(terminal, guarded);
    if (gateway && (!access.isAllowed || isAsked(guarded)))
      tellRequest(terminal, gateway, wordsOf(asked));
  }
  return success(access.isAllowed ? exitCodes.done : exitCodes.failed);
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
        by: null,
        methods: [],
        notes: [
          "It runs on this machine and asks no node, so it needs no role.",
        ],
      };
  }
}

function tell(
  terminal: Cli["terminal"],
  roles: readonly string[],
  { isAllowed, by, methods, notes }: Access,
): void {
  const how = by ? `, by ${by}` : "";
  terminal.out(isAllowed ? `yes${how}` : "no");
  if (!isAllowed) terminal.say(`The roles are: ${roles.join(", ") || "none"}.`);
  for (const { method, by: role, roles: wanted } of methods)
    if (role === null && wanted.length > 0)
      terminal.say(`${method.slice(1)} needs one of: ${wanted.join(", ")}.`);
  for (const note of notes) terminal.say(note);
}

/** Every command of talosctl with its answer. */
function everything(
  { terminal }: Cli,
  name: string,
  roles: readonly string[],
  version: string,
  options: Options,
): Result<number> {
  const answers = talosctlCommands.map((command) => ({
    command: command.command,
    ...judgeCommand(roles, command, version),
  }));
  if (options.json) terminal.json({ context: name, roles, version, answers });
  else
    terminal.outLines(
      table(
        terminal,
        ["COMMAND", "ALLOWED", "LEAST ROLE"],
        talosctlCommands.map(({ command, leastRole }, index) => [
          command,
          answers[index]?.isAllowed ? "yes" : "no",
          leastRole,
        ]),
      ),
    );
  return success(exitCodes.done);
}
