import { resolve } from "node:path";
import { whereBroken } from "../../../shared/core/audit/explain-break.ts";
import { anchorText, type AuditHead } from "../../../shared/core/audit/head.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import {
  afterContradiction,
  headsOf,
  keepHead,
  keptHeadOf,
  type KeptHead,
} from "../../../shared/core/usecases/audit/kept-head.ts";
import {
  archiveLog,
  type Archived,
} from "../../../shared/node/audit/archive-log.ts";
import { verifyFolder } from "../../../shared/node/audit/verify-folder.ts";
import type { Cli } from "../../cli.ts";
import { nextStep } from "../../output/action-commands.ts";
import type { AuditOptions } from "./audit-options.ts";

/** Moves the lines that there are to a folder of the person's, and says how they are found and held against the log later. */
export async function archiveAudit(
  { ports, terminal }: Cli,
  { to, yes, json }: AuditOptions,
): Promise<Result<void>> {
  if (to === undefined || to === "") return failure(noFolder());
  const vault = await ports.vault();
  const known = await keptHeadOf(vault);
  if (!known.ok) return known;
  const { vaultId, kept } = known.value;
  const isWhole = await judgeWhole(ports.home, kept, vaultId, yes ?? false);
  if (!isWhole.ok) return isWhole;
  const done = await archiveLog(ports.home, resolve(to));
  if (!done.ok) return done;
  // The keychain goes on with a line that the log has itself.
  if (vaultId !== null && kept.kind === "found")
    for (const { message } of await keepHead(vault, vaultId))
      terminal.say(message);
  if (json) terminal.json(jsonOf(done.value));
  else for (const text of textsOf(done.value)) terminal.say(text);
  return success(undefined);
}

/** What is broken would be so in the archive for ever, and what the keychain knows is to be in the log or its archive. */
async function judgeWhole(
  home: string,
  kept: KeptHead,
  vaultId: string | null,
  isKnown: boolean,
): Promise<Result<void>> {
  if (kept.kind === "unreadable" && vaultId !== null)
    return failure(noKeychain(kept.reason));
  const verified = await verifyFolder(home, { heads: headsOf(kept), vaultId });
  if (!verified.ok) return verified;
  const { broken } = verified.value;
  if (broken?.from === "keychain")
    return failure(
      vaultError("declined", broken.text, nextStep(afterContradiction)),
    );
  return broken === null || isKnown
    ? success(undefined)
    : failure(
        vaultError(
          "declined",
          `${whereBroken(broken, "the log")} ${broken.text} So it was not archived.`,
          "Keep a copy of the folder; --yes archives it as it is.",
        ),
      );
}

function textsOf(done: Archived | null): readonly string[] {
  if (done === null)
    return ["Nothing of the log would go: all of it still counts."];
  const { files, archive } = done;
  const { first, last } = archive;
  return [
    `Lines ${String(first)} to ${String(last)} of the log are in ${files.at(-1) ?? ""} now, and the vault's folder has them no more. What tells of certificates that are still valid goes on in the log, for ledger and blast-radius.`,
    ...(files.length > 1
      ? [
          `${countOf(files.length - 1, "file")} of an archiving that did not come to its end went where the log says, too: ${files.slice(0, -1).join(", ")}.`,
        ]
      : []),
    `Keep the file: talos-vault audit verify looks at it while it is there, elsewhere with --archive FILE. Its last line is ${anchorText(headOf(archive))}.`,
  ];
}

function headOf({ last, hash }: Archived["archive"]): AuditHead {
  return { n: last, hash };
}

function jsonOf(done: Archived | null) {
  if (done === null) return { archived: null };
  const { first, last, hash } = done.archive;
  return { archived: { files: done.files, first, last, hash } };
}

function noFolder() {
  return vaultError(
    "usage",
    "Say where the lines go.",
    "Run: talos-vault audit archive --to FOLDER",
  );
}

function noKeychain(reason: string) {
  return vaultError(
    "keychain-unavailable",
    "The keychain may know a line of the log that would be archived, and cannot be asked.",
    "Unlock it, and run it again.",
    reason,
  );
}
