// `can-i`, `role-for` and `roles`: what a role allows, by the rules of a release of Talos.
// Keep: No node is asked and the vault is opened for a context's roles alone.
import type { Command } from "commander";
import { sessionVariable } from "../../../shared/core/sessions/outside-variables.ts";
import { vaultError, type VaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { ContextDetails } from "../../../shared/core/vault/views.ts";
import {
  agentsSessionOf,
  ownSession,
  type AgentsSession,
} from "../../../shared/node/sessions/leases/agents-session.ts";
import { guardsOf } from "../../../shared/core/gateway/guard/decide-call.ts";
import { sessionOver } from "../../../shared/core/sessions/end-reason.ts";
import type { Lease } from "../../../shared/core/sessions/lease.ts";
import { rightsOf } from "../../../shared/node/sessions/gateway/read-session-calls.ts";
import { outerSession } from "../../../shared/node/sessions/leases/outer-session.ts";
import {
  readAsked,
  type Asked,
} from "../../../shared/core/roles/asked-access.ts";
import { shellWord } from "../../../shared/core/text/shell-words.ts";
import { finish, type Cli } from "../../cli.ts";
import { openReader } from "../../ports/vault/open-reader.ts";
import { tellAccess, type Subject } from "./tell-access.ts";
import { chooseVersion } from "../../command-line/talos-version.ts";

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
The command's flags stand behind two dashes: talos-vault can-i prod -- talosctl reboot --drain
Nobody is asked: the answer comes from the roles in the certificate and from Talos' own rule table.
Inside a session with that context the answer is about the session, and about what its gateway lets through now.
Exit code: 0 allowed, also where a person is asked first; 1 not allowed, not in that release, or unknown: Omni decides what a
context of it may do, and a gateway judges some calls by what they ask for.`,
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
  const asked = words.length > 0 ? readAsked(words) : success(null);
  // `can-i talosctl reboot`: the words are all of a command.
  const whole = readAsked([context, ...words]);
  if (!asked.ok && !whole.ok) return asked;
  const who = await whoAsks(cli, context);
  if (!who.ok)
    return whole.ok && isOther(who.error)
      ? canIHere(cli, whole.value, [context, ...words], version.value, options)
      : who;
  return asked.ok
    ? success(tellAccess(cli, who.value, asked.value, version.value, options))
    : asked;
}

/** Where no context is named, it is the session's. */
async function canIHere(
  cli: Cli,
  asked: Asked,
  words: readonly string[],
  version: string,
  options: Options,
): Promise<Result<number>> {
  const lease = ownSession(cli.ports.leases);
  if (!lease) return failure(noContext(words));
  const who = await whoAsks(cli, lease.context);
  if (!who.ok) return who;
  return success(tellAccess(cli, who.value, asked, version, options));
}

/** No context of that name, for whoever asks. */
function isOther({ code }: VaultError): boolean {
  return code === "context-missing" || code === "declined";
}

function noContext(words: readonly string[]): VaultError {
  const line = words.map(shellWord).join(" ");
  return vaultError(
    "usage",
    "The answer depends on the context, and none is named.",
    `Name it first: talos-vault can-i CONTEXT ${words.some((word) => word.startsWith("-")) ? "-- " : ""}${line}`,
  );
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
  if (lease.delivery !== "gateway") return success(subject);
  const rights = await rightsOf(lease);
  if (!rights) return failure(sessionOver());
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
