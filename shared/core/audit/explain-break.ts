import type { AuditBreak } from "./verify.ts";

/** What a break means to whoever relies on the log, and what to do about it. */
interface Explanation {
  readonly means: string;
  readonly next: string;
}

const lookElsewhere =
  "Keep a copy of the vault's folder as it is now, before anything else is written. Then compare with a backup or an anchor from before.";

const tampered = {
  means:
    "Somebody, or a program, wrote into the log. What stands before that line still fits; what it and the lines after it tell is not proven.",
  next: lookElsewhere,
};

const missing = {
  means:
    "Lines that were there are gone, or came from elsewhere: the log does not tell all that happened.",
  next: lookElsewhere,
};

const explanations: Readonly<Record<AuditBreak["kind"], Explanation>> = {
  unreadable: {
    means:
      "A damaged disk does that, and so does an editor. What stands before that line still fits; what came after it is not looked at.",
    next: lookElsewhere,
  },
  changed: tampered,
  seal: tampered,
  unsealed: {
    means:
      "The key that seals lines was lost, or somebody wrote that line without it: from there on the recovery key proves nothing.",
    next: lookElsewhere,
  },
  number: missing,
  begin: missing,
  head: {
    means:
      "The log that is here is not the one that was kept in mind elsewhere: it was written anew, or belongs to another copy of the folder.",
    next: lookElsewhere,
  },
  cut: {
    means:
      "The newest events are gone. That is so after an older copy of the folder was put here, and also where somebody hides what they did.",
    next: lookElsewhere,
  },
  "other-vault": {
    means:
      "The log is whole in itself and tells of another vault: this one's was replaced by it.",
    next: "Find the folder that the log, or the vault, came from, and put both of one vault together.",
  },
  newer: {
    means: "This release cannot tell whether it is whole.",
    next: "Verify it with the newer release.",
  },
  earlier: {
    means:
      "What an earlier release wrote was changed after the log began: what that file tells is not proven. The log itself fits.",
    next: lookElsewhere,
  },
};

/** Number of the line that is broken; null: it is one that is not there, behind the last. */
export function brokenLine({
  kind,
  line,
}: Pick<AuditBreak, "kind" | "line">): number | null {
  return kind === "cut" ? null : line;
}

/** The sentence that says where. `place` is the archive that has the line, as the sentence goes on with it. */
export function whereBroken(
  broken: Pick<AuditBreak, "kind" | "line">,
  log: string,
  place = "",
): string {
  const line = brokenLine(broken);
  return line === null
    ? `The end of ${log} is missing.`
    : `Line ${String(line)} of ${log}${place} is not whole.`;
}

/** In words for a person who knows nothing of hashes. */
export function explainBreak({
  kind,
  from,
}: Pick<AuditBreak, "kind" | "from">): Explanation {
  const { means, next } = explanations[kind];
  return from === "anchor"
    ? { means: `${means} ${mistyped}`, next: `Compare the anchor with where it was kept. ${next}` } // prettier-ignore
    : { means, next };
}

const mistyped =
  "It is also so where the anchor was not copied whole, or has a wrong digit: the log may then be as it was.";
