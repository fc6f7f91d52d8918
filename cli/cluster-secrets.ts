import { success, type Result } from "../shared/core/result.ts";
import { changeVault } from "../shared/core/usecases/vault/change.ts";
import {
  dropCluster,
  findCluster,
} from "../shared/core/usecases/find-cluster.ts";
import { insist } from "./ask.ts";
import type { Cli } from "./cli.ts";
import { openDocument } from "./open-document.ts";
import { privateTarget, targetName } from "./private-target.ts";
import { printable } from "./terminal.ts";

/** Every key of a cluster in plain text, after somebody said yes. */
export async function exportSecrets(
  cli: Cli,
  name: string,
  { to, yes }: { to: string; yes?: true },
): Promise<Result<void>> {
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const cluster = findCluster(document.value, name);
  if (!cluster.ok) return cluster;
  const where = printable(targetName(to));
  const question = `${where} will hold every key of the cluster in plain text. Write it?`;
  const meant = yes
    ? success(undefined)
    : await insist(cli.terminal, question, "Add --yes.");
  if (!meant.ok) return meant;
  const bytes = new TextEncoder().encode(cluster.value.secrets.reveal());
  const written = await privateTarget(cli.terminal).writePrivate(
    to,
    bytes,
    false,
  );
  if (!written.ok) return written;
  cli.terminal.say(`Written to ${where}. Keep it offline.`);
  return success(undefined);
}

export async function removeCluster(
  cli: Cli,
  name: string,
  { yes }: { yes?: true },
): Promise<Result<void>> {
  const question = `Forget the secrets of ${printable(name)}? Nodes cannot be added without them.`;
  const meant = yes
    ? success(undefined)
    : await insist(cli.terminal, question, "Add --yes.");
  if (!meant.ok) return meant;
  const changed = await changeVault(await cli.ports.vault())((document) =>
    dropCluster(document, name),
  );
  if (!changed.ok) return changed;
  cli.terminal.say(
    "Removed. Earlier generations of the vault in backups/ still have them.",
  );
  return success(undefined);
}
