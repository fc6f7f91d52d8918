import { InvalidArgumentError, Option, type Command } from "commander";
import {
  deliveries,
  type Lease,
} from "../../../../shared/core/sessions/lease.ts";
import { parseDuration } from "../../../../shared/core/sessions/duration.ts";
import {
  readHours,
  type Hours,
} from "../../../../shared/core/gateway/guard/guard-rules.ts";
import {
  askedOfAgents,
  type AskedOfAgents,
} from "../../../../shared/core/gateway/guard/agent-rules.ts";
import { typedList } from "../../../../shared/core/text/typed-list.ts";
import { parseFd } from "../../../ports/files/file-descriptor.ts";

/** What the options of `exec`, `shell` and `env` ask for. */
export interface SessionOptions {
  role?: readonly string[];
  /** Seconds. */
  ttl?: number;
  delivery?: Lease["delivery"];
  /** A file, used once. */
  authority?: string;
  stored?: true;
  reason?: string;
  /** Names; all but `exec --each` look at the last one. */
  confirm?: readonly string[];
  force?: true;
  authorityPassphraseFd?: number;
  follow?: true;
  nested?: true;
  keepRunning?: true;
  allow?: readonly string[];
  hold?: readonly string[];
  deny?: readonly string[];
  onlyNodes?: readonly string[];
  maxNodes?: number;
  maxCalls?: number;
  hours?: Hours;
  /** What an agent calls itself; true: by its command. */
  agent?: string | true;
  ask?: AskedOfAgents;
  /** Whom an agent runs as. */
  asUser?: string;
}

/** The options that `exec`, `shell` and `env` share. */
export function addSessionOptions(command: Command): Command {
  return addCredentialOptions(addGuardOptions(command))
    .addOption(
      new Option(
        "--delivery <how>",
        "fd: a descriptor of ours; file: for containers; gateway: an address on this machine, and no credential",
      ).choices(deliveries),
    )
    .option(
      "--follow",
      "point the session to the current context whenever that changes",
    )
    .option("--nested", "also inside another session")
    .option(
      "--keep-running",
      "let what is connected go on when the session ends",
    );
}

/** A session for a program that acts by itself: `exec` and `shell`. */
export function addAgentOptions(command: Command): Command {
  return command
    .option(
      "--agent [name]",
      "for a program that acts by itself: it reads, a person is asked before it changes anything, and nothing leaves; behind the context",
      parseAgent,
    )
    .addOption(
      new Option(
        "--ask <what>",
        "with --agent: what a person is asked about (default: writes)",
      ).choices(askedOfAgents),
    );
}

/** Which credential a session is made with, for how long, and why. */
export function addCredentialOptions(command: Command): Command {
  return command
    .option(
      "--role <list>",
      "what the session may do (default: the context's own choice, else os:reader)",
      parseList,
    )
    .option(
      "--ttl <duration>",
      "how long it lasts: 90s, 15m, 1h30m, 2d (default: the context's own choice, else 1h)",
      parseTtl,
    )
    .option(
      "--authority <file>",
      "use the authority of a file once and keep nothing of it: secrets.yaml, a control plane's config, a PEM pair",
    )
    .option("--stored", "the context's own key, also where one could be made")
    .option("--reason <text>", "why, for the log and the list of sessions")
    .option(
      "--confirm <context>",
      "its name once more, for os:admin on production",
      (name: string, before: readonly string[] | undefined) => [
        ...(before ?? []),
        name,
      ],
    )
    .option(
      "--force",
      "allow a made credential for more than 12h, and roles that Talos has no rule for",
    )
    .option(
      "--authority-passphrase-fd <n>",
      "read the passphrase of a sealed authority from this file descriptor",
      parseFd,
    );
}

/** What calls through a gateway may do. */
export function addGuardOptions(command: Command): Command {
  return command
    .option(
      "--hold <list>",
      "calls that wait until a person agrees; lists are as of --deny",
      parseFilledList,
    )
    .option(
      "--allow <list>",
      "calls that a gateway lets through; a person is asked before what would last longer than the session",
      parseFilledList,
    )
    .option(
      "--deny <list>",
      "calls that a gateway refuses: methods, commands of talosctl, reads, writes, destructive, or escapes: what would last longer than the session",
      parseFilledList,
    )
    .option(
      "--only-nodes <list>",
      "nodes that a gateway lets calls go to",
      parseFilledList,
    )
    .option(
      "--max-nodes <n>",
      "different nodes that a gateway lets calls go to",
      parseCount,
    )
    .option("--max-calls <n>", "calls that a gateway lets through", parseCount)
    .option(
      "--hours <from-until>",
      "hours in which a gateway lets anything but reads through: 08-18",
      parseHours,
    );
}

function parseAgent(text: string): string {
  if (/^.{1,60}$/su.test(text)) return text;
  throw new InvalidArgumentError("An agent's name has 1 to 60 characters.");
}

export function parseCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count > 0) return count;
  throw new InvalidArgumentError(
    "It is a whole number from 1 on; what lets nothing through is --deny reads,writes.",
  );
}

export function parseHours(text: string): Hours {
  const hours = readHours(text);
  if (hours) return hours;
  throw new InvalidArgumentError("Hours are 08-18, or 22-06 over midnight.");
}

/** Words separated by commas; blanks do not count, and neither does one that was there already. */
export function parseList(text: string): readonly string[] {
  return [...new Set(typedList(text))];
}

/** The same, where nothing is left of a bound that an empty variable was to say. */
export function parseFilledList(text: string): readonly string[] {
  const words = parseList(text);
  if (words.length > 0) return words;
  throw new InvalidArgumentError(
    "The list is empty. Name at least one, or leave the option out.",
  );
}

function parseTtl(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== null) return seconds;
  throw new InvalidArgumentError(
    "A duration is 90s, 15m, 1h30m, 2d, 1w; from a second to a year.",
  );
}
