import { InvalidArgumentError, Option, type Command } from "commander";
import { vaultError } from "../../shared/core/errors.ts";
import type { HealthByContext } from "../../shared/core/diagnosis/health.ts";
import type { TakenContext } from "../../shared/core/ports/vault-reader.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import { parseDuration } from "../../shared/core/sessions/duration.ts";
import { matchesGlob } from "../../shared/core/talosconfig/glob.ts";
import { pingContexts } from "../../shared/core/usecases/ping-contexts.ts";
import { finish, type Cli } from "../cli.ts";
import { exitCodes } from "../exit-codes.ts";
import { healthTable, triageText } from "../health-text.ts";
import { openReader } from "../open-reader.ts";
import { PingProgress } from "../ping-progress.ts";

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
  const contexts = await takeContexts(cli, options.all ? ["*"] : patterns);
  if (!contexts.ok) return contexts;
  const { terminal, ports } = cli;
  const progress = new PingProgress(terminal, contexts.value);
  const health = await pingContexts(ports, contexts.value, {
    patienceMs: options.timeout * 1000,
    wantsNodes: options.nodes ?? false,
    onStage: progress.onStage,
    onHealth: progress.onHealth,
  }).finally(() => progress.end());
  // Only for showing later: nobody waits for it, and a ping does not fail with it.
  void ports.health.remember(health);
  print(cli, health, options);
  const isFine = [...health.values()]
    .flat()
    .every(({ verdict }) => verdict.isFine);
  return success(isFine ? exitCodes.done : exitCodes.failed);
}

async function takeContexts(
  cli: Cli,
  patterns: readonly string[],
): Promise<Result<readonly TakenContext[]>> {
  const reader = await openReader(cli);
  if (!reader.ok) return reader;
  const names = await namesOf(reader.value, patterns);
  if (!names.ok) return names;
  const taken: TakenContext[] = [];
  for (const name of names.value) {
    const one = await reader.value.take(name);
    if (!one.ok) return one;
    taken.push(one.value);
  }
  return success(taken);
}

/** Names as they are; patterns with * against the list. Undefined: the current one. */
async function namesOf(
  reader: Extract<
    Awaited<ReturnType<typeof openReader>>,
    { ok: true }
  >["value"],
  patterns: readonly string[],
): Promise<Result<readonly (string | undefined)[]>> {
  if (patterns.length === 0) return success([undefined]);
  if (!patterns.some((pattern) => pattern.includes("*")))
    return success([...new Set(patterns)]);
  const contexts = await reader.list();
  if (!contexts.ok) return contexts;
  const all = contexts.value.map(({ name }) => name);
  const matched = all.filter((name) =>
    patterns.some((pattern) => matchesGlob(pattern, name)),
  );
  return matched.length > 0
    ? success(matched)
    : failure(
        vaultError(
          "context-missing",
          `No context matches "${patterns.join(" ")}".`,
          "talos-vault list shows the names.",
        ),
      );
}

function print(
  { terminal }: Cli,
  health: HealthByContext,
  { json }: Options,
): void {
  if (json) {
    const endpoints = [...health].flatMap(([context, all]) =>
      all.map((one) => ({ context, ...one })),
    );
    terminal.json({ endpoints });
    return;
  }
  terminal.write(healthTable(health, terminal));
  for (const [context, all] of health)
    for (const one of all.filter(({ verdict }) => verdict.code !== "fine"))
      for (const line of ["", ...triageText(context, one, terminal)])
        terminal.out(line);
}

function readTimeout(text: string): number {
  const longest = 300;
  const seconds = parseDuration(text, longest);
  if (seconds !== null) return seconds;
  throw new InvalidArgumentError("A time is 5s, 1m; at most 5m.");
}
