import type { Command } from "commander";
import { nearText } from "../../../shared/core/moment-text.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import {
  forgetRemoved,
  listRemoved,
} from "../../../shared/core/usecases/contexts/removed-contexts.ts";
import { finish, type Cli } from "../../cli.ts";
import { changeByName } from "../../ports/vault/change-by-name.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { insist } from "../../questions/ask.ts";
import { table } from "../../output/table.ts";

export function configureRemoved(command: Command, cli: Cli): void {
  command
    .option("--json", "print JSON")
    .action((options: { json?: true }) => finish(cli, removed(cli, options)));
}

export function configurePutBack(command: Command, cli: Cli): void {
  command
    .argument("<context>", "the name that it had")
    .option("--as <name>", "another name, where its own is taken")
    .action((name: string, options: { as?: string }) =>
      finish(cli, putBack(cli, name, options.as)),
    );
}

export function configureForget(command: Command, cli: Cli): void {
  command
    .argument("<pattern...>", "names; * matches any text")
    .option("-y, --yes", "do not ask")
    .action((patterns: string[], options: { yes?: true }) =>
      finish(cli, forget(cli, patterns, options)),
    );
}

async function removed(
  cli: Cli,
  { json }: { json?: true },
): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const now = ports.clock.now();
  const views = listRemoved(document.value, now);
  if (json) terminal.json({ removed: views });
  else if (views.length === 0)
    terminal.say("No removed context is kept. They are kept for 30 days.");
  else
    terminal.outLines(
      table(
        terminal,
        ["NAME", "ROLES", "REMOVED", "KEPT UNTIL"],
        views.map(({ name, roles, removedAt, until }) => [
          name,
          roles.join(","),
          nearText(new Date(removedAt), now),
          until.slice(0, dateLength),
        ]),
      ),
    );
  return success(undefined);
}

const dateLength = "2026-01-01".length;

async function putBack(
  cli: Cli,
  name: string,
  as: string | undefined,
): Promise<Result<void>> {
  const changed = await changeByName(cli, {
    kind: "put-back",
    name,
    ...(as === undefined ? {} : { as }),
  });
  if (!changed.ok) return changed;
  cli.terminal.say(`Put ${as ?? name} back.`);
  return success(undefined);
}

async function forget(
  cli: Cli,
  patterns: readonly string[],
  options: { yes?: true },
): Promise<Result<void>> {
  const { terminal } = cli;
  if (!options.yes) {
    const document = await openDocument(cli);
    if (!document.ok) return document;
    const without = forgetRemoved(document.value, patterns);
    if (!without.ok) return failure(without.error);
    const count =
      (document.value.removed?.length ?? 0) -
      (without.value.removed?.length ?? 0);
    const sure = await insist(
      terminal,
      `Remove ${countOf(count, "removed context")} for good?`,
      "Add --yes to remove without being asked.",
    );
    if (!sure.ok) return sure;
  }
  const changed = await changeByName(cli, { kind: "forget", names: patterns });
  if (!changed.ok) return changed;
  terminal.say(
    "Removed for good. Generations and backups of before still hold it.",
  );
  return success(undefined);
}
