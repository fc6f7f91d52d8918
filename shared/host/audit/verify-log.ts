import { brokenLine, explainBreak } from "../../core/audit/explain-break.ts";
import type { AuditProof } from "../../core/audit/seal.ts";
import type { WholeVerdict } from "../../core/ports/audit-reader.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { auditProof } from "../../core/usecases/audit/audit-proof.ts";
import {
  headsOf,
  keptHeadOf,
  whyEndUnknown,
  type KeptHead,
} from "../../core/usecases/audit/kept-head.ts";
import { vaultError } from "../../core/errors.ts";
import type { VerifiedLog } from "../../contract/audit.ts";
import type { RequestOf } from "../../contract/index.ts";
import type { HostContext } from "../host-context.ts";
import { chooseFile } from "../imports/choose-file.ts";

/** Reads every line while others have their turn, and tells the windows how far it is. Null: no archive was chosen. */
export async function verifyLog(
  context: HostContext,
  { withRecoveryKey, archive }: RequestOf<"audit.verify">,
): Promise<Result<VerifiedLog | null>> {
  const proving = withRecoveryKey ? askOnce(context) : null;
  if (archive) {
    const chosen = await chooseArchive(context, archive.path);
    if (!chosen.ok) return chosen;
    const { value: path } = chosen;
    return path === null ? success(null) : verifyAll(context, proving, path);
  }
  const { audit } = context;
  const verified = await verifyAll(context, proving, audit.archive);
  if (verified.ok || verified.error.code !== "file-missing") return verified;
  // What was elsewhere may be where it belongs by now.
  audit.archive = null;
  return verifyAll(context, proving, null);
}

/** Asks for the recovery key of a vault. */
type Proving = (vaultId: string) => Promise<Result<AuditProof>>;

/** A person types the key once, however often the log is read. */
function askOnce({ ports }: HostContext): Proving {
  let asked: ReturnType<Proving> | null = null;
  return (vaultId) => (asked ??= askProof(ports, vaultId));
}

/** @param archive where a person says that archives are; null: where they went */
async function verifyAll(
  { ports, events, audit, signal }: HostContext,
  proving: Proving | null,
  archive: string | null,
): Promise<Result<VerifiedLog>> {
  const known = await keptHeadOf(ports.vault);
  if (!known.ok) return known;
  const { vaultId, kept } = known.value;
  const proof = proving ? await proving(vaultId ?? "") : null;
  if (proof?.ok === false) return proof;
  const options = { heads: headsOf(kept), vaultId, proof: proof?.value };
  const watch = {
    signal,
    onProgress: (share: number) => events.tell({ kind: "verifying", share }),
  };
  const verified = await ports.auditLog.verify(options, watch, archive);
  if (!verified.ok) return verified;
  audit.archive = archive;
  const at = ports.vault.clock.now().toISOString();
  const withRecoveryKey = proving !== null;
  audit.verified = viewOf(verified.value, kept, { at, withRecoveryKey });
  return success(audit.verified);
}

/** Null: none was chosen. */
function chooseArchive(
  context: HostContext,
  typed: string | undefined,
): Promise<Result<string | null>> {
  const name = context.audit.verified?.unseen?.name;
  const title = name === undefined ? "An archive of the log" : `Where ${name} is now`; // prettier-ignore
  return chooseFile(context, title, typed);
}

async function askProof(
  { person }: Pick<HostContext["ports"], "person">,
  vaultId: string,
): Promise<Result<AuditProof>> {
  const key = await person.askRecoveryKey();
  if (!key.ok) return key;
  try {
    return success(await auditProof(key.value, vaultId));
  } catch {
    return failure(
      vaultError(
        "recovery-key-wrong",
        "That is no recovery key.",
        "Type it as it was shown: it begins with AGE-SECRET-KEY-1.",
      ),
    );
  }
}

function viewOf(
  {
    broken,
    brokenArchive,
    archives,
    archive,
    first,
    last,
    provenFrom,
    accepted,
  }: WholeVerdict,
  kept: KeptHead,
  { at, withRecoveryKey }: { at: string; withRecoveryKey: boolean },
): VerifiedLog {
  return {
    at,
    first,
    last,
    broken: broken && {
      line: brokenLine(broken),
      text: broken.text,
      archive: brokenArchive,
      ...explainBreak(broken),
      canAccept: broken.from === "keychain",
    },
    archives,
    unseen: archive && { name: archive.name, folder: archive.folder },
    unknownEnd: whyEndUnknown(kept, first),
    provenFrom,
    wasProofAsked: withRecoveryKey,
    accepted,
  };
}
