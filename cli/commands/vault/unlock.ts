// The vault from a terminal: made, unlocked and locked, its slots, backups and generations, the doctor.
// Keep: Secrets are asked for on the terminal or read from a descriptor, and never taken from an argument or a
// variable.
import { lifeText } from "../../../shared/core/moment-text.ts";
import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import { success, type Result } from "../../../shared/core/result.ts";
import { parseDuration } from "../../../shared/core/sessions/duration.ts";
import { keepHeadOf } from "../../../shared/core/usecases/vault/writing/seal-log-after-write.ts";
import { openVault } from "../../../shared/core/usecases/vault/open.ts";
import { stopAgent } from "../../../shared/node/agent/stop-agent.ts";
import { problemText } from "../../output/action-commands.ts";
import { finish, type Cli } from "../../cli.ts";
import {
  defaultSeconds,
  startAgentWith,
} from "../../ports/vault/start-agent.ts";

const longestSeconds = 12 * 60 * 60;

export function configureUnlock(command: Command, cli: Cli): void {
  command
    .addOption(
      new Option("--for <duration>", "how long, up to 12h")
        .argParser(parseFor)
        .default(defaultSeconds, "15m"),
    )
    .addHelpText(
      "after",
      `
An agent keeps the vault open in its memory, lends contexts to programs of yours and pings: exec, ping
and list start faster and ask no passphrase. Where only a passphrase opens the vault, use, set, rename,
remove and import ask for none either. It never gives the vault's key away. lock ends it.
Where the keychain opens the vault, "talos-vault settings unlockAtExec on" has the first exec start it.`,
    )
    .action((options: { for: number }) =>
      finish(cli, unlock(cli, options.for)),
    );
}

async function unlock(
  { ports, terminal }: Cli,
  seconds: number,
): Promise<Result<void>> {
  const vault = await ports.vault();
  const opened = await openVault(vault)();
  if (!opened.ok) return opened;
  const root = ports.runFolder();
  if (!root.ok) return root;
  // The sessions of the one before go on by themselves.
  await stopAgent(ports.agentSocket(), "keep");
  (await ports.onlooker()).tell(opened.value.warnings);
  const terms = { lifeSeconds: seconds, replaces: true };
  const started = await startAgentWith(ports, opened.value, terms);
  if (!started.ok) return started;
  for (const one of await keepHeadOf(vault, opened.value))
    terminal.say(problemText(one));
  const now = ports.clock.now();
  const life = lifeText(new Date(now.getTime() + seconds * 1000), now);
  terminal.say(`Unlocked ${life}. To end it before: talos-vault lock`);
  return success(undefined);
}

function parseFor(text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== null && seconds <= longestSeconds) return seconds;
  throw new InvalidArgumentError(
    "A duration from a second to 12 hours: 15m, 1h30m.",
  );
}
