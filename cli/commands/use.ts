import type { Command } from "commander";
import { changeVault } from "../../shared/core/usecases/vault/change.ts";
import { useContext } from "../../shared/core/usecases/use-context.ts";
import { success, type Result } from "../../shared/core/result.ts";
import { finish, type Cli } from "../cli.ts";
import { nextForFollowers } from "../../shared/core/usecases/repoint-session.ts";
import type { VaultDocument } from "../../shared/core/vault/document.ts";
import { repointFollowing } from "../../shared/node/sessions/end-session.ts";
import { chooseContext } from "../choose-context.ts";
import { printable } from "../terminal.ts";

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
  return repoint(cli, changed.value.document);
}

/** Sessions that were started with --follow get the new current context. */
async function repoint(
  { ports, terminal }: Cli,
  document: VaultDocument,
): Promise<Result<void>> {
  const next = nextForFollowers(ports, document);
  const { repointed, stayed } = await repointFollowing(ports.journal, next);
  if (repointed > 0)
    terminal.say(`Re-pointed ${String(repointed)} following sessions.`);
  for (const reason of stayed)
    terminal.say(`One session did not follow: ${printable(reason)}`);
  return success(undefined);
}
