import { InvalidArgumentError, Option, type Command } from "commander";
import {
  readMoreGiven,
  type MoreGiven,
} from "../../../shared/core/agent/holder-messages.ts";
import { readAgentReply } from "../../../shared/core/agent/messages.ts";
import { patienceSeconds } from "../../../shared/core/consent/question.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { lifeText } from "../../../shared/core/moment-text.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { parseDuration } from "../../../shared/core/sessions/duration.ts";
import type { Lease } from "../../../shared/core/sessions/lease.ts";
import {
  askHolderFor,
  untilListening,
} from "../../../shared/node/sessions/leases/end-session.ts";
import { ownSession } from "../../../shared/node/sessions/leases/agents-session.ts";
import { finish, type Cli } from "../../cli.ts";

interface Options {
  /** Seconds. */
  readonly for: number;
  readonly reason: string;
  readonly json?: true;
}

/** As long as a person's "for ten minutes". */
const usualSeconds = 600;
/** More than that is another session. */
const longestSeconds = 3600;
/** For a person to answer, and for a node to make a credential after that. */
const patienceMs = (patienceSeconds + 30) * 1000;

export function configureRequest(command: Command, cli: Cli): void {
  command
    .argument(
      "<what...>",
      "a role (os:operator), a command of talosctl (etcd snapshot) or a method",
    )
    .addOption(
      new Option("--for <duration>", "how long: 30s to 1h")
        .argParser(parseSeconds)
        .default(usualSeconds, "10m"),
    )
    .requiredOption("--reason <text>", "why, for the person who is asked")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Inside a session with a gateway. A person is asked elsewhere: in the window, in a dialog of the desktop or on another
terminal. After a yes the same talosconfig can do more until the time is up, and then as little as before.`,
    )
    .action((what: string[], options: Options) =>
      finish(cli, request(cli, what.join(" "), options)),
    );
}

async function request(
  cli: Cli,
  words: string,
  { for: seconds, reason, json }: Options,
): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const lease = ownSession(ports.leases);
  if (lease?.delivery !== "gateway") return failure(noGateway());
  if (lease.state !== "active") return failure(isOver());
  if (reason.trim() === "") return failure(noReason());
  terminal.say(
    "A person is asked, who has a minute to answer: in the window, in a dialog of the desktop, or on another terminal.",
  );
  const given = await ask(lease, { words, seconds, reason });
  if (!given.ok) return given;
  const { until, roles } = given.value;
  if (json) terminal.json(given.value);
  else if (until === null) terminal.out("This session may do that already.");
  else {
    const as = roles === null ? "" : ` with ${roles.join(", ")}`;
    const life = lifeText(new Date(until), ports.clock.now());
    terminal.out(`Allowed${as}, ${life}.`);
  }
  return success(undefined);
}

async function ask(
  lease: Lease,
  asked: { words: string; seconds: number; reason: string },
): Promise<Result<MoreGiven>> {
  const message = { verb: "request", ...asked, process: process.pid } as const;
  await untilListening(lease);
  const reply = readAgentReply(await askHolderFor(lease, message, patienceMs));
  if (reply?.ok === false) return failure(reply.error);
  const given = reply && readMoreGiven(reply.value);
  return given ? success(given) : failure(silent());
}

function parseSeconds(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== null && seconds >= 30 && seconds <= longestSeconds)
    return seconds;
  throw new InvalidArgumentError("It is 30s to 1h: 90s, 10m, 1h.");
}

function noGateway() {
  return vaultError(
    "session-missing",
    "Nothing here can be given more: this is no session with a gateway.",
    "Start one that has: talos-vault exec CONTEXT --delivery gateway -- COMMAND",
  );
}

function isOver() {
  return vaultError(
    "session-missing",
    "This session is over.",
    "Another one has to be started outside of it.",
  );
}

function noReason() {
  return vaultError(
    "usage",
    "The person who is asked wants to know why.",
    "Say it in a few words.",
  );
}

function silent() {
  return vaultError(
    "session-failed",
    "The program that holds the session did not answer.",
    "Ask again in a moment.",
  );
}
