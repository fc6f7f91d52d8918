import { InvalidArgumentError, Option, type Command } from "commander";
import {
  defaultTtlSeconds,
  parseDuration,
} from "../shared/core/sessions/duration.ts";

/** The options that `exec`, `shell` and `env` share. */
export function addSessionOptions(command: Command): Command {
  return command
    .option(
      "--ttl <duration>",
      "how long the session lasts: 90s, 15m, 1h30m, 2d (default: 1h)",
      parseTtl,
      defaultTtlSeconds,
    )
    .addOption(
      new Option(
        "--delivery <how>",
        "fd: a descriptor of ours; file: for containers",
      ).choices(["fd", "file"]),
    )
    .option(
      "--stored",
      "the context's own key; said once, it is not mentioned again",
    )
    .option("--follow", "re-point the session when the current context changes")
    .option("--nested", "also inside another session");
}

function parseTtl(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== null) return seconds;
  throw new InvalidArgumentError(
    "A duration is 90s, 15m, 1h30m, 2d, 1w; from a second to a year.",
  );
}
