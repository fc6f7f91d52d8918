import { InvalidArgumentError, type Command } from "commander";
import { parseDuration } from "../shared/core/sessions/duration.ts";

export interface IssueOptions {
  readonly authority?: string;
  readonly roles?: readonly string[];
  readonly ttl: number;
  readonly as?: string;
  readonly to?: string;
  readonly customRoles?: true;
  readonly force?: true;
  readonly yes?: true;
}

const dayOfSeconds = 86_400;
const yearOfSeconds = 365 * dayOfSeconds;

/** The arguments and options of `issue`. */
export function addIssueOptions(command: Command): Command {
  return command
    .argument("<context>", "whose addresses are taken; - is the previous one")
    .option(
      "--authority <file>",
      "secrets.yaml, a control plane's machine config, or a PEM pair; - is stdin",
    )
    .option(
      "--roles <list>",
      "separated by commas; else those it has",
      readRoles,
    )
    .option(
      "--ttl <duration>",
      "how long it is valid (default: 365d)",
      readTtl,
      yearOfSeconds,
    )
    .option("--as <name>", "make a new context instead of renewing this one")
    .option(
      "--to <file>",
      "write a talosconfig for somebody else, and store nothing",
    )
    .option("--custom-roles", "allow roles that Talos has no rule for")
    .option(
      "--force",
      "allow another CA than the context's, and an end after the CA's",
    )
    .option("--yes", "do not ask before os:impersonator is issued");
}

function readRoles(text: string): readonly string[] {
  return text === "" ? [] : text.split(",");
}

function readTtl(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== null) return seconds;
  throw new InvalidArgumentError(
    "A duration from a second to a year: 12h, 1d, 8760h.",
  );
}
