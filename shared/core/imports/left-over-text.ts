import { countOf } from "../counted-noun.ts";
import {
  earlierCredentialText,
  type EarlierCredential,
} from "../earlier-credential.ts";
import type { LeftOver } from "../talosconfig/left-over.ts";

/** Something in a file that the vault does not hold after the import. */
export type StaysOutside =
  | LeftOver
  /** It was not imported. */
  | { readonly kind: "skipped-context"; readonly context: string }
  /** It was not imported, because the vault has a newer credential of the same context. */
  | {
      readonly kind: "earlier-credential";
      readonly context: string;
      readonly of: EarlierCredential;
    }
  /** The vault's context has another value for a key that Talos does not know. */
  | {
      readonly kind: "other-value";
      readonly context: string;
      readonly key: string;
    }
  /** A whole vault, of which the contexts alone were imported. */
  | { readonly kind: "vault" }
  /** The file has another name, which would keep its content. */
  | { readonly kind: "hard-link" }
  /** The vault was written, and may be gone after a crash of the machine. */
  | { readonly kind: "unconfirmed" };

/** It is all of a context, which is told of with that context. */
export function isOfLeftOut(kind: StaysOutside["kind"]): boolean {
  return kind === "skipped-context" || kind === "earlier-credential";
}

const ofTheWholeFile = {
  vault: "what a whole vault has beside its contexts",
  "hard-link": "another name of the same file (a hard link)",
  unconfirmed: "all that the disk does not say it keeps of the vault",
} as const;

/** What is left over, as the end of a sentence: "the comments (lines 1 and 4)". */
export function leftOverText(left: StaysOutside): string {
  return isOfTheWholeFile(left)
    ? ofTheWholeFile[left.kind]
    : leftOverContentText(left);
}

type OfTheWholeFile = Extract<
  StaysOutside,
  { readonly kind: keyof typeof ofTheWholeFile }
>;

function isOfTheWholeFile(left: StaysOutside): left is OfTheWholeFile {
  return left.kind in ofTheWholeFile;
}

function leftOverContentText(
  left: Exclude<StaysOutside, OfTheWholeFile>,
): string {
  switch (left.kind) {
    case "documents":
      return `${moreDocuments(left.lines.length)} (${at(left.lines)}), which Talos does not read`;
    case "root-key":
      return `the key "${left.key}" beside the contexts`;
    case "entries-without-key":
      return `an entry without a name (${at(left.lines)})`;
    case "comments":
      return left.lines.length === 1
        ? `a comment (${at(left.lines)})`
        : `comments (${at(left.lines)})`;
    case "key":
      return `the key "${left.key}" of the context "${left.context}", which stands there in two ways`;
    case "skipped-context":
      return `the context "${left.context}", which was left out`;
    case "earlier-credential":
      return `the key of its context "${left.context}", ${earlierCredentialText(left.of)}`;
    case "other-value":
      return `the key "${left.key}" of the context "${left.context}", which has another value in the vault`;
  }
}

function moreDocuments(count: number): string {
  return count === 1
    ? "a second YAML document"
    : countOf(count, "more YAML document");
}

const linesShown = 3;

function at(lines: readonly number[]): string {
  const shown = lines.slice(0, linesShown).join(", ");
  const more = lines.length - linesShown;
  const text = more > 0 ? `${shown} and ${String(more)} more` : shown;
  return `${lines.length === 1 ? "line" : "lines"} ${text}`;
}
