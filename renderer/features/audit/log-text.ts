import type { LogFacts, VerifiedLog } from "../../../shared/contract/audit.ts";
import { dateText, timeText } from "../times/date-text.ts";
import { countOf, withCommas } from "../../../shared/core/counted-noun.ts";

const dayLength = "2026-11-24 ".length;

/** The badge: `Sealed to line 1,204`. */
export function sealText({
  last,
  seal,
}: Pick<LogFacts, "last" | "seal">): string {
  if (last === 0) return "No line yet";
  return seal === null
    ? `Not sealed, ${countOf(last, "line")}`
    : `Sealed to line ${withCommas(last)}`;
}

/** `Verified today at 14:02, to line 1,204.` */
export function whenText(verified: VerifiedLog | null, now: number): string {
  if (verified === null) return "Not verified since Talos Vault was started.";
  const { at, last, broken } = verified;
  const isToday = dateText(at) === dateText(new Date(now).toISOString());
  const day = isToday ? "today" : `on ${dateText(at)}`;
  return `${broken ? "Looked at" : "Verified"} ${day} at ${timeText(at).slice(dayLength)}, to line ${withCommas(last)}.`;
}

/** What was looked at and fits, and what nobody knows. */
export function verifiedTexts({
  first,
  last,
  archives,
  unseen,
  provenFrom,
  wasProofAsked,
  unknownEnd,
  accepted,
}: VerifiedLog): readonly string[] {
  return [
    `Lines ${withCommas(first)} to ${withCommas(last)} fit each other.`,
    ...(archives.length > 0 ? [`Some of them are archived, in ${archives.join(" and ")}.`] : []), // prettier-ignore
    ...(unseen ? [unseenText(first, unseen)] : []),
    sealsText({ provenFrom, wasProofAsked, last }),
    unknownEnd === null
      ? "The keychain knows its last line: nothing was cut off."
      : `Whether its end was cut off is not known: ${unknownEnd}.`,
    ...(accepted
      ? [
          `With line ${withCommas(accepted.line)} a person took this log in place of one that had line ${withCommas(accepted.kept)}: what that one told is not here.`,
        ]
      : []),
  ];
}

function unseenText(
  first: number,
  { name, folder }: NonNullable<VerifiedLog["unseen"]>,
): string {
  return `What was before line ${withCommas(first)} was not looked at: it went to ${folder} as ${name}, which is not there. Find it where it is now, or put it back and verify again.`;
}

/** The line that is not what it was, and where it stands; or that the end is missing. */
export function brokenText({
  line,
  archive,
  text,
  means,
}: NonNullable<VerifiedLog["broken"]>): string {
  if (line === null) return `${text} ${means}`;
  const place = archive === null ? "" : `, in the archive ${archive}`;
  return `Line ${withCommas(line)}${place}: ${text} ${means}`;
}

function sealsText({
  provenFrom,
  wasProofAsked,
  last,
}: Pick<VerifiedLog, "provenFrom" | "wasProofAsked" | "last">): string {
  if (!wasProofAsked)
    return "The seals were not checked: whoever owns this machine could have rewritten all of it. The recovery key shows whether anybody did.";
  return provenFrom === null
    ? "Nothing of it is proven: its first key was not made from this recovery key."
    : `The recovery key proves lines ${withCommas(provenFrom)} to ${withCommas(last)}: nobody without it wrote them anew later.`;
}
