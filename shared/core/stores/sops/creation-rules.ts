import {
  child,
  entriesOf,
  readDocuments,
  textOf,
} from "../../imports/yaml-documents.ts";
import { readRecipient } from "./sops-recipient.ts";

export type CreationRule =
  /** No file of rules, or none of them is for this one. */
  | { readonly kind: "none" }
  | { readonly kind: "age"; readonly recipients: readonly string[] }
  /** With keys or choices that are left to SOPS. */
  | { readonly kind: "beyond" };

const known = new Set(["path_regex", "age"]);

/** What .sops.yaml says of a new file: the first rule that is for it, by its path from the folder of the rules. */
export function creationRule(rules: string, path: string): CreationRule {
  const [document] = readDocuments(rules).documents;
  for (const [, rule] of entriesOf(child(document, "creation_rules"))) {
    const isFor = matches(textOf(child(rule, "path_regex")), path);
    if (isFor === null) return { kind: "beyond" };
    if (!isFor) continue;
    const isPlain = entriesOf(rule).every(([key]) => known.has(key));
    const recipients = agesOf(child(rule, "age"));
    const isAge = recipients.every((one) => readRecipient(one) !== null);
    return isPlain && isAge && recipients.length > 0
      ? { kind: "age", recipients }
      : { kind: "beyond" };
  }
  return { kind: "none" };
}

function agesOf(age: unknown): readonly string[] {
  const texts = Array.isArray(age) ? age.map(textOf) : textOf(age).split(",");
  return texts.map((one) => one.trim());
}

/** Null: a pattern of Go's that is none here, or may take far longer here than there. */
function matches(pattern: string, path: string): boolean | null {
  if (pattern === "") return true;
  if (mayTakeLong(pattern)) return null;
  try {
    return new RegExp(pattern, "u").test(path);
  } catch {
    return null;
  }
}

/** With so many, a path of 300 characters takes some million steps. */
const mostRepeats = 3;
/** Question marks: each doubles the ways in which a pattern can match a text. */
const mostChoices = 8;

/**
 * Go looks at each character once, and JavaScript tries every way to part a text: whoever writes the rules could have us try for
 * ever. What rules of paths need is far below this.
 */
function mayTakeLong(pattern: string): boolean {
  const plain = pattern.replaceAll(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]/gs, "x");
  const count = (what: RegExp) => plain.match(what)?.length ?? 0;
  return (
    /\)(?:[*+]|\{)|\(\?[^:]/.test(plain) ||
    count(/[*+]|\{/g) > mostRepeats ||
    count(/\?/g) > mostChoices
  );
}
