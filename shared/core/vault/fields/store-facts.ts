import * as v from "valibot";
import { flag, list, moment, optional, plain, record, text } from "../codec.ts";

/**
 * What the store of the vault remembers between writes, inside the encrypted and authenticated document: so neither the
 * slots beside it nor its earlier generations have to be believed.
 */
export interface StoreFacts {
  /** Names this write among all others: 16 random hexadecimal digits. */
  readonly mark: string;
  /** Marks of the writes that this one was made from, newest first. */
  readonly lineage: readonly string[];
  /** A person chose that the vault never enters a keychain. */
  readonly isWithoutKeychain?: true;
  /** The file is so large that small changes are written beside it (`edits.age`). */
  readonly takesEdits?: true;
  readonly slots: SlotFacts;
  /** Earlier writes whose files are kept, newest first. */
  readonly generations: readonly GenerationFacts[];
}

/** SHA-256 of the slot files that belong to this write, lower-case hexadecimal. */
export interface SlotFacts {
  readonly recovery: string;
  /** Null: no passphrase opens the vault. */
  readonly passphrase: string | null;
}

export interface GenerationFacts {
  readonly generation: number;
  readonly mark: string;
  readonly writtenAt: Date;
  /** It differs from the one before in marks, labels or the current context alone. */
  readonly isSmall?: true;
  /** It could not be opened: it is of another vault, damaged, or of a machine with another key. It is never thinned out. */
  readonly isUnread?: true;
  /** Keys that it holds and its successor does not. */
  readonly lost?: readonly LostKey[];
}

/** A key that is in no later vault. */
export interface LostKey {
  /** What tells it from other keys: a hash. */
  readonly tag: string;
  /** What it belonged to, for a person. */
  readonly name: string;
  /** Its certificate was replaced by another of the same context, and ends then. */
  readonly until?: Date;
}

/** The mark of a write. */
export const mark = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** How the facts stand in the document. */
export const storeCodec = record<StoreFacts>({
  mark: plain(mark),
  lineage: plain(v.array(mark)),
  isWithoutKeychain: optional(flag, { key: "withoutKeychain" }),
  takesEdits: optional(flag),
  slots: record<SlotFacts>({
    recovery: plain(hash),
    passphrase: plain(v.nullable(hash)),
  }),
  generations: list(
    record<GenerationFacts>({
      generation: plain(v.pipe(v.number(), v.integer(), v.minValue(1))),
      // Empty: a file of a time when writes had no marks.
      mark: plain(v.union([v.literal(""), mark])),
      writtenAt: moment,
      isSmall: optional(flag, { key: "small" }),
      isUnread: optional(flag, { key: "unread" }),
      lost: optional(
        list(
          record<LostKey>({
            tag: text,
            name: text,
            until: optional(moment),
          }),
        ),
      ),
    }),
  ),
});
