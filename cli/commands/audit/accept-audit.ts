import { anchorText } from "../../../shared/core/audit/head.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { acceptLog } from "../../../shared/core/usecases/audit/accept-log.ts";
import { keptHeadOf } from "../../../shared/core/usecases/audit/kept-head.ts";
import type { Cli } from "../../cli.ts";
import { insist } from "../../questions/ask.ts";
import type { AuditOptions } from "./audit-options.ts";

/** A person says that they know why the log lacks the line that the keychain knows; a line of it keeps that. */
export async function acceptAudit(
  { ports, terminal }: Cli,
  { yes, reason }: AuditOptions,
): Promise<Result<void>> {
  const vault = await ports.vault();
  const known = await keptHeadOf(vault);
  if (!known.ok) return known;
  const { vaultId, kept } = known.value;
  if (vaultId === null || kept.kind !== "found") return failure(nothingKept());
  const found = await vault.ledger.find(kept.head);
  if (!found.ok) return found;
  const n = String(kept.head.n);
  if (found.value === "there") {
    terminal.say(
      `The log has line ${n}, which the keychain knows: there is nothing to accept.`,
    );
    return success(undefined);
  }
  terminal.say(
    found.value === "unseen"
      ? `The keychain knows line ${n} of this vault's audit log, which was archived, and its archive is not where it went. Put it back there, if you can: then nothing has to be accepted. Else from now on a line of the log alone tells of it.`
      : `The keychain knows line ${n} of this vault's audit log, and the log does not have it. After you restored a backup or put an older folder here, that is so; else somebody cut it off or wrote the log anew, and from now on a line of the log alone tells of it.`,
  );
  if (!yes) {
    const sure = await insist(
      terminal,
      "Take the log as it is now?",
      "Use --yes.",
    );
    if (!sure.ok) return sure;
  }
  const accepted = await acceptLog(vault, vaultId, {
    kept: kept.head,
    ...(reason === undefined ? {} : { reason }),
  });
  if (!accepted.ok) return accepted;
  terminal.say(
    `A line of the log says so, for ever. The keychain goes on with it: ${anchorText(accepted.value)}.`,
  );
  return success(undefined);
}

function nothingKept() {
  return vaultError(
    "usage",
    "The keychain knows no line of this log that could be accepted otherwise.",
    "Run: talos-vault audit verify",
  );
}
