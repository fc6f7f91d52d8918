// `ping`: whether endpoints answer, step by step, and what stands in the way.
// Keep: It shows no key to a server that was not verified (docs/decisions/0015).
import { InvalidArgumentError, Option, type Command } from "commander";
import type { HealthByContext } from "../../../shared/core/diagnosis/stored-health.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { parseDuration } from "../../../shared/core/sessions/duration.ts";
import { finish, type Cli } from "../../cli.ts";
import { exitCodes } from "../../exit-codes.ts";
import { healthTable, triageText } from "./health-text.ts";
import { openReader } from "../../ports/vault/open-reader.ts";
import { healthJson } from "../../output/published-json.ts";
import { PingProgress } from "./ping-progress.ts";

interface Options {
  readonly all?: true;
  readonly nodes?: true;
  readonly timeout: number;
  readonly json?: true;
}

const defaultSeconds = 5;

export function configurePing(command: Command, cli: Cli): void {
  command
    .argument("[context...]", "names; * matches any text; none: the current")
    .option("--all", "every context of the vault")
    .option("--nodes", "the context's nodes too, through an endpoint of it")
    .addOption(
      new Option("--timeout <duration>", "for each endpoint")
        .argParser(readTimeout)
        .default(defaultSeconds, "5s"),
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Goes to every endpoint of the contexts, side by side: name, TCP, TLS, the server's certificate against
the context's CA, your certificate, an answer. Each failure gets one verdict, what was seen, and what to do.
Your key is used for no server before its certificate was verified. Exit code 1 when any endpoint fails.
The answers are remembered for the window, and for completing --nodes of talos-vault set.`,
    )
    .action((names: string[], options: Options) =>
      finish(cli, ping(cli, names, options)),
    );
}

async function ping(
  cli: Cli,
  patterns: readonly string[],
  options: Options,
): Promise<Result<number>> {
  if (options.all && patterns.length > 0) return failure(allAndSome());
  const reader = await openReader(cli);
  if (!reader.ok) return reader;
  const progress = new PingProgress(cli.terminal);
  const request = {
    patterns: options.all ? ["*"] : patterns,
    patienceMs: options.timeout * 1000,
    wantsNodes: options.nodes ?? false,
  };
  const health = await reader.value
    .ping(request, progress)
    .finally(() => progress.end());
  if (!health.ok) return health;
  print(cli, health.value, options);
  const isFine = [...health.value.values()]
    .flat()
    .every(({ verdict }) => verdict.isFine);
  return success(isFine ? exitCodes.done : exitCodes.failed);
}

function print(
  { terminal }: Cli,
  health: HealthByContext,
  { json }: Options,
): void {
  if (json) {
    const endpoints = [...health].flatMap(([context, all]) =>
      all.map((one) => ({ context, ...healthJson(one) })),
    );
    terminal.json({ endpoints });
    return;
  }
  terminal.outLines(healthTable(health, terminal));
  for (const [context, all] of health)
    for (const one of all.filter(({ verdict }) => verdict.code !== "fine"))
      for (const line of ["", ...triageText(context, one, terminal)])
        terminal.outSentence(line);
}

function allAndSome() {
  return vaultError(
    "usage",
    "--all is every context of the vault: names beside it change nothing.",
    "Leave out the names, or --all.",
  );
}

function readTimeout(text: string): number {
  const longest = 300;
  const seconds = parseDuration(text, longest);
  if (seconds !== null) return seconds;
  throw new InvalidArgumentError("A time is 5s, 1m; at most 5m.");
}
