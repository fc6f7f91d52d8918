// The contexts on a terminal: listed, shown, chosen, edited, renamed, removed, exported.
// Keep: Texts of contexts are somebody else's: they are printed by cli/terminal.ts alone. Keys of the JSON are
// published.
import { Option, type Command } from "commander";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { finish, type Cli } from "../../cli.ts";
import { contextTable } from "./context-table.ts";
import { exitCodes } from "../../exit-codes.ts";
import {
  endsWithin,
  filterContexts,
  patternsWithout,
  type ContextFilter,
} from "../../../shared/core/vault/filter-contexts.ts";
import type { ContextView } from "../../../shared/core/vault/views.ts";
import { noMatch } from "../../../shared/core/usecases/contexts/resolve-context-name.ts";
import {
  addFilterOptions,
  meantFilter,
} from "../../command-line/filter-options.ts";
import { readCertificateTtl } from "../issuing/certificate-ttl.ts";
import { openReader } from "../../ports/vault/open-reader.ts";

interface Options extends ContextFilter {
  readonly json?: true;
  readonly calendar?: true;
  /** Seconds. */
  readonly expiring?: number | undefined;
}

export function configureList(command: Command, cli: Cli): void {
  command.argument(
    "[patterns...]",
    "only names like these; * matches any text",
  );
  addFilterOptions(command)
    .option("--role <role>", "only contexts with this role")
    .option(
      "--expiring <duration>",
      "only those whose certificate ends within that time, or has ended: 7d",
      readCertificateTtl,
    )
    .addOption(
      new Option(
        "--calendar",
        "print when their certificates and CAs end as a file for a calendar (iCalendar)",
      ).conflicts("json"),
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
For a timer: talos-vault list --expiring 7d. It prints nothing and exits with 0 when no certificate ends within
that time, else with 1; 3 when the vault is locked.
For a calendar: talos-vault list --calendar > expiry.ics. Import a newer one over it whenever you renewed.`,
    )
    .action((patterns: readonly string[], options: Options) =>
      finish(cli, list(cli, patterns, options)),
    );
}

async function list(
  cli: Cli,
  patterns: readonly string[],
  { json, calendar, expiring, ...filter }: Options,
): Promise<Result<number>> {
  const { terminal, ports } = cli;
  if (calendar) {
    const { printCalendar } = await import("./print-calendar.ts");
    return printCalendar(cli, (all, now) =>
      narrowed(all, patterns, { expiring, ...filter }, now),
    );
  }
  const reader = await openReader(cli);
  if (!reader.ok) return reader;
  const all = await reader.value.list();
  if (!all.ok) return all;
  const now = ports.clock.now();
  const wanted = narrowed(all.value, patterns, { expiring, ...filter }, now);
  if (!wanted.ok) return wanted;
  const contexts = wanted.value;
  if (json) terminal.json({ contexts });
  else if (all.value.length === 0)
    terminal.say(
      "The vault is empty. Put a talosconfig in with: talos-vault import FILE",
    );
  else if (contexts.length > 0)
    terminal.outLines(contextTable(contexts, now, terminal));
  else if (expiring === undefined)
    terminal.say(
      `No context matches. ${meantFilter(all.value, filter)}Without names and options all are listed.`,
    );
  const isDue = expiring !== undefined && contexts.length > 0;
  return success(isDue ? exitCodes.failed : exitCodes.done);
}

/** A name that is not there is a mistake; what fits no option is an answer. */
function narrowed(
  all: readonly ContextView[],
  patterns: readonly string[],
  { expiring, ...filter }: ContextFilter & Pick<Options, "expiring">,
  now: Date,
): Result<readonly ContextView[]> {
  const unknown = patternsWithout(all, patterns);
  if (unknown.length > 0)
    return failure(
      noMatch(
        unknown,
        all.map(({ name }) => name),
      ),
    );
  const wanted = filterContexts(all, patterns, filter);
  return success(
    expiring === undefined
      ? wanted
      : wanted.filter((one) => endsWithin(one, expiring, now)),
  );
}
