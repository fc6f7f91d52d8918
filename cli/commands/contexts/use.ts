import type { Command } from "commander";
import type { FollowedSessions } from "../../../shared/core/sessions/session-view.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { finish, type Cli } from "../../cli.ts";
import { nextForFollowers } from "../../../shared/core/usecases/sessions/continue-session.ts";
import { askAgentToFollow } from "../../../shared/node/agent/agent-changes.ts";
import {
  isFollowing,
  repointFollowing,
} from "../../../shared/node/sessions/leases/end-session.ts";
import { outerSession } from "../../../shared/node/sessions/leases/outer-session.ts";
import { changeByName } from "../../ports/vault/change-by-name.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { sayPassedBy } from "../../ports/vault/say-agent-not-used.ts";
import { chooseContext } from "../../questions/choose-context.ts";
import { evalLine } from "../../output/eval-line.ts";
import { nameWord } from "../../../shared/core/text/shell-words.ts";
import { problemText } from "../../output/action-commands.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";

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
  const changed = await changeByName(cli, { kind: "use", name: name.value });
  if (!changed.ok) return changed;
  const { current } = changed.value;
  cli.terminal.say(`Current context: ${current}`);
  sayWhatStays(cli, current);
  return repoint(cli);
}

/** The current context is the vault's: no talosctl in a terminal is switched by it, and nobody should think so. */
function sayWhatStays({ ports, terminal }: Cli, current: string): void {
  const session = outerSession(ports.leases);
  if (session?.isFollowing) return;
  if (session && !session.isReplaceable) {
    terminal.say(
      `This terminal stays with ${session.context}: exit leaves it.`,
    );
    return;
  }
  terminal.say(
    session
      ? `This terminal stays with ${session.context}. To switch it:`
      : "talosctl in a terminal is not switched by that. To give this one the context:",
  );
  const word = nameWord(current);
  terminal.say(`  ${evalLine(word) ?? `talos-vault shell ${word}`}`);
}

async function followHere(cli: Cli): Promise<Result<FollowedSessions>> {
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const next = nextForFollowers(cli.ports, document.value);
  return success(await repointFollowing(cli.ports.leases, next));
}

/** Sessions that were started with --follow get the new current context. */
async function repoint(cli: Cli): Promise<Result<void>> {
  const { ports, terminal } = cli;
  if (!ports.leases.list().some(isFollowing)) return success(undefined);
  const followed =
    (ports.passphraseFd === undefined
      ? await askAgentToFollow(
          ports.agentSocket(),
          ports.network,
          sayPassedBy(cli),
        )
      : null) ?? (await followHere(cli));
  if (!followed.ok) return followed;
  const { repointed, stayed, warnings } = followed.value;
  if (repointed > 0)
    terminal.say(
      `${countOf(repointed, "session that follows the current context was", "sessions that follow the current context were")} switched to it.`,
    );
  for (const one of warnings) terminal.say(problemText(one));
  for (const reason of stayed)
    terminal.say(
      `A session that follows the current context was not switched: ${reason}`,
    );
  return success(undefined);
}
