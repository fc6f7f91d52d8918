import type { Command } from "commander";
import { matchContexts } from "../../../shared/core/usecases/contexts/remove-contexts.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { insist } from "../../questions/ask.ts";
import { changeByName } from "../../ports/vault/change-by-name.ts";
import { finish, type Cli } from "../../cli.ts";
import type { Terminal } from "../../terminal.ts";
import { openReader } from "../../ports/vault/open-reader.ts";
import { dateText } from "../../../shared/core/moment-text.ts";
import { nameWord } from "../../../shared/core/text/shell-words.ts";
import type { ContextView } from "../../../shared/core/vault/views.ts";
import { removedUntil } from "../../../shared/core/vault/drop-expired.ts";
import { countOf, withCommas } from "../../../shared/core/counted-noun.ts";

interface Options {
  dryRun?: true;
  yes?: true;
}

export function configureRemove(command: Command, cli: Cli): void {
  command
    .argument("<pattern...>", "names; * matches any text")
    .option("--dry-run", "say what would be removed, and remove nothing")
    .option("-y, --yes", "do not ask")
    .action((patterns: string[], options: Options) =>
      finish(cli, remove(cli, patterns, options)),
    );
}

async function remove(
  cli: Cli,
  patterns: readonly string[],
  options: Options,
): Promise<Result<void>> {
  const { terminal } = cli;
  const reader = await openReader(cli);
  if (!reader.ok) return reader;
  const views = await reader.value.list();
  if (!views.ok) return views;
  const matched = matchContexts(views.value, patterns);
  if (!matched.ok) return matched;
  const { names, spared } = matched.value;
  if (spared !== null)
    terminal.say(
      `"${spared}" is the current context and stays; name it without * to remove it.`,
    );
  for (const name of names)
    terminal.say(
      `${options.dryRun ? "would remove" : "removing"} context "${name}"`,
    );
  if (options.dryRun || names.length === 0) return success(undefined);
  if (!options.yes) {
    const sure = await insist(
      terminal,
      `Remove ${countOf(names.length, "context")} of the ${withCommas(views.value.length)} in the vault?`,
      "Add --yes to remove without being asked.",
    );
    if (!sure.ok) return sure;
  }
  const changed = await changeByName(cli, { kind: "remove", names });
  if (!changed.ok) return changed;
  const now = cli.ports.clock.now();
  sayKept(terminal, names, { now, current: currentOf(views.value) });
  return success(undefined);
}

/** Where what was removed is, till when, and what it does not end. */
export function sayKept(
  terminal: Pick<Terminal, "say">,
  names: readonly string[],
  { now, current }: { readonly now: Date; readonly current: string },
): void {
  const [name = "", another] = names;
  const word = another === undefined ? nameWord(name) : "NAME";
  const what = another === undefined ? "it" : "them";
  const until = dateText(removedUntil({ removedAt: now }));
  terminal.say(
    `The vault keeps ${what} until ${until}: talos-vault put-back ${word}. talos-vault forget ${word} removes ${what} for good now.`,
  );
  terminal.say(
    "A certificate is valid until it ends, whoever has a copy: talos-vault ledger --valid.",
  );
  if (names.includes(current))
    terminal.say("No context is current now. Choose one: talos-vault use NAME");
}

/** The one that was current before; empty: none was. */
function currentOf(
  views: readonly Pick<ContextView, "name" | "current">[],
): string {
  return views.find(({ current }) => current)?.name ?? "";
}
