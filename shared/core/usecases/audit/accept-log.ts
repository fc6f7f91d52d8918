import type { AuditHead } from "../../audit/head.ts";
import { vaultError } from "../../errors.ts";
import type { Audit } from "../../ports/audit.ts";
import { failure, success, type Result } from "../../result.ts";
import { keptHeadOf, writeKeptHead, type LogPorts } from "./kept-head.ts";
import type { VaultFolder } from "../../ports/vault-folder.ts";

interface AcceptPorts extends LogPorts {
  readonly ledger: Pick<Audit, "head" | "find" | "record">;
}

/**
 * The line that the keychain knows and the log lacks, or that nobody can look at. Errors: `usage` where there is none; those of the folder and of the log.
 */
export async function lostHead({
  folder,
  ledger,
  keychain,
}: LogPorts & {
  readonly folder: Pick<VaultFolder, "read">;
}): Promise<Result<{ readonly vaultId: string; readonly kept: AuditHead }>> {
  const known = await keptHeadOf({ folder, keychain });
  if (!known.ok) return known;
  const { vaultId, kept } = known.value;
  if (vaultId === null || kept.kind !== "found") return failure(nothingLost());
  const found = await ledger.find(kept.head);
  if (!found.ok) return found;
  return found.value === "there"
    ? failure(nothingLost())
    : success({ vaultId, kept: kept.head });
}

function nothingLost() {
  return vaultError(
    "usage",
    "The keychain knows no line that the log lacks: there is nothing to accept.",
    "Verify the log again.",
  );
}

/**
 * A person takes the log as it is in place of the one that the keychain knows, as after a restore onto a machine that lost it. A line
 * says so for ever, before the keychain learns the new end. Errors: those of the log; `keychain-unavailable`.
 * @param kept what the keychain knows, and the log lacks
 */
export async function acceptLog(
  { ledger, keychain }: AcceptPorts,
  vaultId: string,
  { kept, reason }: { readonly kept: AuditHead; readonly reason?: string },
): Promise<Result<AuditHead>> {
  const recorded = await ledger.record({
    event: "log.accept",
    ...(reason === undefined ? {} : { reason }),
    detail: { kept: { ...kept } },
  });
  if (!recorded.ok) return recorded;
  const head = await ledger.head();
  if (head === null) return failure(notKept("the log has no end"));
  const written = await writeKeptHead(keychain, vaultId, head);
  return written.kind === "done"
    ? success(head)
    : failure(notKept(written.reason));
}

function notKept(reason: string) {
  return vaultError(
    "keychain-unavailable",
    "The log says that it was accepted, and the keychain could not be told.",
    "See that the keychain works, and run it again.",
    reason,
  );
}
