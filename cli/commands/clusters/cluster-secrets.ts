import { success, type Result } from "../../../shared/core/result.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import { dropCluster } from "../../../shared/core/usecases/clusters/find-cluster.ts";
import {
  handOutCluster,
  releaseCluster,
  type ReleasedCluster,
} from "../../../shared/core/usecases/clusters/hand-out-cluster.ts";
import type { VaultDocument } from "../../../shared/core/vault/document.ts";
import { askForConsent } from "../../questions/ask-for-consent.ts";
import { askReason } from "../../questions/ask-for-session.ts";
import { insist } from "../../questions/ask.ts";
import type { Cli } from "../../cli.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { privateTarget, targetName } from "../../ports/files/private-output.ts";

/** Options that confirm that a cluster's keys leave the vault. */
export interface ReleaseOptions {
  readonly reason?: string;
  readonly confirm?: string;
  /** A person was asked, and agreed; no option says it. */
  readonly isAgreed?: true;
}

/** Every key of a cluster in plain text, after somebody said yes. */
export async function exportSecrets(
  cli: Cli,
  name: string,
  { to, yes, ...said }: { to: string; yes?: true } & ReleaseOptions,
): Promise<Result<void>> {
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const released = await releaseConfirmed(cli, document.value, name, said);
  if (!released.ok) return released;
  const where = targetName(to);
  const question = `${where} will hold every key of the cluster in plain text. Write it?`;
  const confirmed = yes
    ? success(undefined)
    : await insist(cli.terminal, question, "Add --yes.");
  if (!confirmed.ok) return confirmed;
  const { cluster, reason } = released.value;
  const files = privateTarget(cli, "plaintext");
  const judged = await files.judgeTarget(to, false);
  if (!judged.ok) return judged;
  const bytes = new TextEncoder().encode(cluster.secrets.reveal());
  const facts = { recipient: targetName(to), reason };
  const written = await handOutCluster(
    cli.ports,
    name,
    released.value,
    facts,
    () => files.writePrivate(to, bytes, false),
  );
  if (!written.ok) return written;
  cli.terminal.say(`Written to ${where}. Keep it offline.`);
  return success(undefined);
}

/** A cluster's secrets; a reason and its name are asked for on a terminal where one of its contexts is production. */
export async function releaseConfirmed(
  cli: Cli,
  document: VaultDocument,
  name: string,
  { reason, confirm, isAgreed }: ReleaseOptions,
): Promise<Result<ReleasedCluster & { readonly reason: string | undefined }>> {
  const now = cli.ports.clock.now();
  const agreed = isAgreed ? { isAgreed } : {};
  const said = { reason, confirmation: confirm, ...agreed };
  const released = releaseCluster(document, name, said, now);
  if (released.ok) return success({ ...released.value, reason });
  if (released.error.code === "consent-needed" && !isAgreed) {
    const { error } = released;
    const given = await askForConsent(cli, "cluster-secrets", error, reason);
    return given.ok
      ? releaseConfirmed(cli, document, name, given.value)
      : given;
  }
  const isAsked =
    released.error.code === "unconfirmed" && confirm === undefined;
  if (!isAsked || !cli.terminal.isInteractive) return released;
  const answer = await askReason(cli, released.error.message, reason);
  if (!answer.ok) return answer;
  return releaseConfirmed(cli, document, name, {
    reason: answer.value.reason,
    confirm: answer.value.confirmation,
  });
}

export async function removeCluster(
  cli: Cli,
  name: string,
  { yes }: { yes?: true },
): Promise<Result<void>> {
  const question = `Forget the secrets of ${name}? Nodes cannot be added without them.`;
  const confirmed = yes
    ? success(undefined)
    : await insist(cli.terminal, question, "Add --yes.");
  if (!confirmed.ok) return confirmed;
  const changed = await changeVault(await cli.ports.vault())((document) =>
    dropCluster(document, name),
  );
  if (!changed.ok) return changed;
  cli.terminal.say(
    "Removed. Earlier generations of the vault in backups/ still have them.",
  );
  return success(undefined);
}
