import type { VaultDocument } from "./document.ts";
import { holdsEdits, withEdits, type EditLog } from "./edits.ts";

interface ReadEdits<Kind extends string> {
  readonly kind: Kind;
  /** The file. */
  readonly bytes: Uint8Array;
  readonly log: EditLog;
}

/** Small changes of the vault file in place: they count. */
export type AppliedEdits = ReadEdits<"applied">;

/** Small changes that are there and do not count: a person has to know. */
export type LeftAside =
  /** Of another vault file: a branch, or its vault file is not here yet. */
  | ReadEdits<"other">
  /** Damaged, or for another key. */
  | { readonly kind: "unread"; readonly bytes: Uint8Array };

/** What the file beside the vault (`edits.age`) turned out to be. */
export type Beside =
  | AppliedEdits
  /** The vault file was made from them: who wrote it was killed before they went, or another machine wrote it. */
  | ReadEdits<"merged">
  | LeftAside;

export interface WithBeside {
  /** The vault with the small changes that count. */
  readonly document: VaultDocument;
  /** Null where nothing lies beside the vault. */
  readonly beside: Beside | null;
}

/**
 * What small changes that could be read are to a vault file.
 * @param base what the vault file holds
 * @param isOfThisKey the vault file has the same identity; changes of another one never count, whoever has that
 */
export function judgeBeside(
  bytes: Uint8Array,
  log: EditLog,
  base: VaultDocument,
  isOfThisKey: boolean,
): WithBeside {
  if (holdsEdits(base, log))
    return { document: base, beside: { kind: "merged", bytes, log } };
  const document = isOfThisKey ? withEdits(base, log) : null;
  return document
    ? { document, beside: { kind: "applied", bytes, log } }
    : { document: base, beside: { kind: "other", bytes, log } };
}

/** Are there edits that do not count for this vault, and are to be kept? */
export function isLeftAside(beside: Beside | null): beside is LeftAside {
  return beside?.kind === "other" || beside?.kind === "unread";
}
