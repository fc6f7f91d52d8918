import type { Command } from "commander";
import { success, type Result } from "../../../shared/core/result.ts";
import { stopAgent } from "../../../shared/node/agent/stop-agent.ts";
import { endSession } from "../../../shared/node/sessions/leases/end-session.ts";
import { readVaultId } from "../../../shared/core/vault/sealed/vault-file-header.ts";
import { finish, type Cli } from "../../cli.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";

export function configureLock(command: Command, cli: Cli): void {
  command
    .option("--keep-sessions", "let running sessions go on")
    .action((options: { keepSessions?: true }) =>
      finish(cli, lock(cli, options)),
    );
}

/** Whether the keychain has the key of this vault, so that the next command asks nobody. */
async function opensWithKeychain(ports: Cli["ports"]): Promise<boolean> {
  const { folder, keychain } = await ports.vault();
  const bytes = await folder.read("vault.age");
  const id = bytes.ok && bytes.value ? readVaultId(bytes.value) : null;
  return id !== null && (await keychain.read(id)).kind === "found";
}

async function lock(
  { ports, terminal }: Cli,
  options: { keepSessions?: true },
): Promise<Result<void>> {
  await ports.sweep();
  const active = () =>
    ports.leases.list().filter(({ state }) => state === "active");
  const before = options.keepSessions ? [] : active();
  const held = options.keepSessions ? "keep" : "end";
  const wasUnlocked = await stopAgent(ports.agentSocket(), held);
  const isOpenToUs = await opensWithKeychain(ports);
  const locked = isOpenToUs ? "What unlock kept in memory is gone." : "Locked.";
  terminal.say(wasUnlocked ? locked : "Nothing was unlocked.");
  await ports.sweep();
  for (const lease of options.keepSessions ? [] : active()) {
    const ended = await endSession(ports.leases, lease);
    if (!ended.ok) return ended;
  }
  const count = before.length;
  if (count > 0) terminal.say(`Ended ${countOf(count, "session")}.`);
  if (isOpenToUs)
    terminal.say(
      "The vault is not locked against you: your OS keychain opens it for the next command. To close it, lock the keychain or log out.",
    );
  return success(undefined);
}
