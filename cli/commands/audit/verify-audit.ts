import { resolve } from "node:path";
import {
  explainBreak,
  whereBroken,
} from "../../../shared/core/audit/explain-break.ts";
import { anchorText, readAnchor } from "../../../shared/core/audit/head.ts";
import type { AuditProof } from "../../../shared/core/audit/seal.ts";
import type { KnownHead } from "../../../shared/core/audit/verify.ts";
import type { WholeVerdict } from "../../../shared/core/ports/audit-reader.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { momentText } from "../../../shared/core/moment-text.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { auditProof } from "../../../shared/core/usecases/audit/audit-proof.ts";
import {
  afterContradiction,
  headsOf,
  keptHeadOf,
  whyEndUnknown,
  type KeptHead,
} from "../../../shared/core/usecases/audit/kept-head.ts";
import { archivesOf } from "../../../shared/node/audit/find-archives.ts";
import { verifyFolder } from "../../../shared/node/audit/verify-folder.ts";
import type { Cli } from "../../cli.ts";
import { exitCodes } from "../../exit-codes.ts";
import { withRecoveryKey } from "../../questions/passphrases.ts";
import { nextStep } from "../../output/action-commands.ts";
import type { AuditOptions } from "./audit-options.ts";

/** Looks at every line of the log, and says the first one that is not what it was. */
export async function verifyAudit(
  cli: Cli,
  options: AuditOptions,
): Promise<Result<number>> {
  const { terminal, ports } = cli;
  const anchors = anchorsOf(options.anchor);
  if (!anchors.ok) return anchors;
  const vault = await ports.vault();
  const known = await keptHeadOf(vault);
  if (!known.ok) return known;
  const { vaultId, kept } = known.value;
  const proof = await proofOf(cli, options, vaultId ?? "");
  if (!proof.ok) return proof;
  const heads = [...anchors.value, ...headsOf(kept)];
  const wanted = { heads, vaultId, proof: proof.value };
  const archives = await archivesFrom(ports.home, options.archive);
  if (!archives.ok) return archives;
  const verified = await verifyFolder(ports.home, wanted, {}, archives.value);
  if (!verified.ok) return verified;
  if (options.json) terminal.json(jsonOf(verified.value, kept, proof.value));
  else {
    if (archives.value.length > 0)
      terminal.say(`Archives: ${archives.value.join(", ")}`);
    tell(cli, verified.value, proof.value);
    if (!verified.value.broken)
      for (const line of endTexts(verified.value, anchors.value, kept))
        terminal.say(line);
  }
  return success(codeOf(verified.value, proof.value, kept));
}

/** An anchor says that what is before it is there, and nothing of what came after: the end is known by the keychain alone. */
function codeOf(
  { broken, first, last, provenFrom }: WholeVerdict,
  proof: AuditProof | undefined,
  kept: KeptHead,
): number {
  // Who asked for a proof did not get it: the log may be somebody else's from its first line on.
  const isUnproven = proof !== undefined && provenFrom === null && last > 0;
  if (broken || isUnproven) return exitCodes.failed;
  return whyEndUnknown(kept, first) === null
    ? exitCodes.done
    : exitCodes.locked;
}

/** Undefined: where the log says that they went. */
async function archivesFrom(
  home: string,
  given: string | undefined,
): Promise<Result<readonly string[]>> {
  if (given === "") return failure(noPlace());
  return archivesOf(home, given === undefined ? null : resolve(given));
}

function noPlace() {
  return vaultError(
    "usage",
    "Say where the archives are.",
    "Run: talos-vault audit verify --archive PATH",
  );
}

function anchorsOf(text: string | undefined): Result<readonly KnownHead[]> {
  if (text === undefined) return success([]);
  const anchor = readAnchor(text);
  return anchor
    ? success([{ ...anchor, from: "anchor" }])
    : failure(noAnchor());
}

/** Undefined: nobody asked for the seals to be looked at. */
async function proofOf(
  { terminal }: Cli,
  { recovery, recoveryFd }: AuditOptions,
  vaultId: string,
): Promise<Result<AuditProof | undefined>> {
  if (!recovery && recoveryFd === undefined) return success(undefined);
  return withRecoveryKey(terminal, recoveryFd, async (key) =>
    success(await auditProof(key, vaultId)),
  );
}

function tell(
  { terminal }: Cli,
  verdict: WholeVerdict,
  proof: AuditProof | undefined,
): void {
  const { broken, brokenArchive, first, last, until } = verdict;
  if (broken) {
    const where = brokenArchive === null ? "" : `, which is in ${brokenArchive},`; // prettier-ignore
    terminal.say(`${whereBroken(broken, "the log", where)} ${broken.text}`);
    const { means, next } = explainBreak(broken);
    terminal.say(means);
    terminal.say(next);
    if (broken.from === "keychain") terminal.say(nextStep(afterContradiction));
    return;
  }
  if (last === 0) {
    terminal.say("The log has no line yet.");
  } else {
    terminal.say(
      `${countOf(last - first + 1, "line")} of the log fit each other, up to line ${String(last)}${until === null ? "" : ` of ${momentText(new Date(until))}`}.`,
    );
    if (first > 1) terminal.say(beforeText(verdict));
    terminal.say(sealText(verdict, proof));
  }
  if (verdict.accepted) terminal.say(acceptedText(verdict.accepted));
  if (verdict.isUnfinished)
    terminal.say(
      "After it stands the beginning of a line, which does not count: it is being written, or its writer was killed. The next event takes it away and says so.",
    );
}

/** Of lines that were not looked at. */
function beforeText({ first, archive }: WholeVerdict): string {
  const lines = `Lines 1 to ${String(first - 1)}`;
  if (archive === null)
    return `${lines} were moved elsewhere and were not looked at.`;
  const { name, folder, last, hash } = archive;
  return `${lines} were archived and were not looked at: the last of them are in ${name}, which went to ${folder} and whose last line is ${anchorText({ n: last, hash })}. Where it is elsewhere now, --archive PATH looks at it.`;
}

function acceptedText({
  line,
  kept,
}: NonNullable<WholeVerdict["accepted"]>): string {
  return `With line ${String(line)} a person took this log in place of one that had line ${String(kept)}: what that one told is not here.`;
}

function sealText(
  { provenFrom, last }: WholeVerdict,
  proof: AuditProof | undefined,
): string {
  if (!proof)
    return "The seals were not looked at: whoever owns this machine could have written all of it anew. --recovery tells.";
  return provenFrom === null
    ? "Nothing of it is proven: its first key was not made from this recovery key. talos-vault recovery-key verify begins a seal that is."
    : `The recovery key proves lines ${String(provenFrom)} to ${String(last)}: nobody without it wrote them anew later.`;
}

/** What the anchors prove, and what of them and of the end nobody looked at. */
function endTexts(
  { first }: WholeVerdict,
  anchors: readonly KnownHead[],
  kept: KeptHead,
): readonly string[] {
  const before = first - 1;
  const moved = anchors.filter(({ n }) => n < before);
  const why = whyEndUnknown(kept, first);
  const what = anchors.length > 0 ? "what came after the anchor" : "its end";
  return [
    ...anchors
      .filter(({ n }) => n >= before)
      .map(
        ({ n }) =>
          `Line ${String(n)} is the one of which the anchor was made: it and all lines before it are what they were then.`,
      ),
    ...moved.map(
      ({ n }) =>
        `Line ${String(n)}, which the anchor fixes, was moved elsewhere: whether it is the same was not looked at.`,
    ),
    ...(why === null
      ? []
      : [`Whether ${what} was cut off is not known: ${why}.`]),
  ];
}

function jsonOf(
  {
    broken,
    brokenArchive,
    archives,
    first,
    last,
    head,
    until,
    provenFrom,
    accepted,
    archive,
    isUnfinished,
  }: WholeVerdict,
  kept: KeptHead,
  proof: AuditProof | undefined,
) {
  return {
    whole: broken === null,
    broken: broken && {
      line: broken.line,
      kind: broken.kind,
      text: broken.text,
      archive: brokenArchive,
    },
    first,
    last,
    unfinished: isUnfinished,
    head: head?.hash ?? null,
    until,
    keychain: kept.kind === "found" ? kept.head.n : null,
    accepted,
    archive: archive && {
      name: archive.name,
      folder: archive.folder,
      last: archive.last,
      hash: archive.hash,
    },
    sealsChecked: proof !== undefined,
    archives,
    provenFrom,
  };
}

function noAnchor() {
  return vaultError(
    "usage",
    "That is no anchor.",
    "It is what talos-vault audit anchor prints: a number, a dash and 32 characters.",
  );
}
