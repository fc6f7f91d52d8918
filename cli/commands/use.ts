import type { Command } from "commander";
import { changeVault } from "../../shared/core/usecases/vault/change.ts";
import { useContext } from "../../shared/core/usecases/use-context.ts";
import { success, type Result } from "../../shared/core/result.ts";
import { finish, type Cli } from "../cli.ts";
import { nextForFollowers } from "../../shared/core/usecases/sessions/continue-session.ts";
import type { VaultDocument } from "../../shared/core/vault/document.ts";
import { repointFollowing } from "../../shared/node/sessions/end-session.ts";
import { livingSession } from "../../shared/node/sessions/living-session.ts";
import { chooseContext } from "../choose-context.ts";
import { evalLine } from "../eval-line.ts";
import { shellWord } from "../../shared/core/sessions/shell-word.ts";
import { printable } from "../terminal.ts";
import { countOf } from "../../shared/core/count-of.ts";

export function configureUse(command: Command, cli: Cli): void {
  command
    .argument("[context]", "its name; - is the previous one")
    .action((context: string | undefined) => finish(cli, use(cli, context)));
}

async function use(
  cli: Cli,
  wanted: string | undefined,
): Promise<Result<void>> {
  const name = await chooseContext(cli, wanted);
  if (!name.ok) return name;
  const changed = await changeVault(await cli.ports.vault())((document) =>
    useContext(document, name.value),
  );
  if (!changed.ok) return changed;
  const { current } = changed.value.document;
  cli.terminal.say(`Current context: ${printable(current)}`);
  sayWhatStays(cli, current);
  return repoint(cli, changed.value.document);
}

/** The current context is the vault's: no talosctl in a terminal is switched by it, and nobody should think so. */
function sayWhatStays({ ports, terminal }: Cli, current: string): void {
  const session = livingSession(ports.journal);
  if (session?.isFollowing) return;
  if (session && !session.isReplaceable) {
    terminal.say(
      `This terminal stays with ${printable(session.context)}: exit leaves it.`,
    );
    return;
  }
  terminal.say(
    session
      ? `This terminal stays with ${printable(session.context)}. To switch it:`
      : "talosctl in a terminal is not switched by that. To give this one the context:",
  );
  const word = shellWord(current);
  terminal.say(`  ${evalLine(word) ?? `talos-vault shell ${word}`}`);
}

/** Sessions that were started with --follow get the new current context. */
async function repoint(
  { ports, terminal }: Cli,
  document: VaultDocument,
): Promise<Result<void>> {
  const next = nextForFollowers(ports, document);
  const { repointed, stayed } = await repointFollowing(ports.journal, next);
  if (repointed > 0)
    terminal.say(
      `${countOf(repointed, "session that follows the current context was", "sessions that follow the current context were")} switched to it.`,
    );
  for (const reason of stayed)
    terminal.say(
      `A session that follows the current context was not switched: ${printable(reason)}`,
    );
  return success(undefined);
}
