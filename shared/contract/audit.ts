import * as v from "valibot";
import { eventKinds } from "../core/audit/event-text.ts";
import { limits } from "../core/limits.ts";
import { momentSchema } from "../core/schemas/moment.ts";
import { channel } from "./channel.ts";
import { contextName, nothing, text, token } from "./fields.ts";

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Which events a page shows; an empty text and an empty list leave all of them. */
const filter = v.strictObject({
  /** Separated by blanks. */
  words: text,
  context: contextName,
  /** A session's id, or how it begins. */
  session: text,
  /** A person, or a program. */
  person: text,
  kinds: v.pipe(
    v.array(v.picklist(eventKinds)),
    v.maxLength(eventKinds.length),
  ),
  /** RFC 3339; null: from the beginning. */
  since: v.nullable(momentSchema),
  /** Before that; null: till now. */
  until: v.nullable(momentSchema),
});

const place = v.strictObject({
  file: v.pipe(v.string(), v.maxLength(limits.nameLength.most)),
  at: whole,
  n: v.nullable(whole),
});

export type EventFilter = v.InferOutput<typeof filter>;
export type EventPlace = v.InferOutput<typeof place>;

/** One event, as a page shows it. */
export interface EventRow {
  /** Of its place: no other row has it. */
  readonly id: string;
  /** Its number in the log; null: the line cannot be read, and the rest is empty. */
  readonly n: number | null;
  /** RFC 3339. */
  readonly time: string;
  readonly event: string;
  /** Empty: it is about none. */
  readonly context: string;
  readonly session: string;
  readonly roles: readonly string[];
  readonly serial: string;
  /** What of its facts a person wants to see in a line. */
  readonly summary: string;
  /** Contexts that the event names, its own included, each with the name that it has now. */
  readonly names: readonly {
    readonly name: string;
    readonly nameNow: string;
  }[];
  /** What else the line says, by its names. */
  readonly facts: readonly (readonly [name: string, text: string])[];
}

/** Some of the events, newest first. */
export interface EventsPage {
  readonly rows: readonly EventRow[];
  /** Send it for what is older; null: nothing is. There may be older ones where a page has none: it looks back so far at once. */
  readonly older: EventPlace | null;
  /** It begins with the newest event: also where another place was asked for that is there no more. */
  readonly isNewest: boolean;
}

/** What is known of the log without reading it. */
export interface LogFacts {
  /** Number of the last line; 0: there is none. */
  readonly last: number;
  /** Number of the oldest line that is here: those before it are in an archive elsewhere. */
  readonly first: number;
  /** What its seals prove: made from the recovery key, or drawn; null: it has none yet. */
  readonly seal: "recovery-key" | "drawn" | null;
  /** How this program verified it last; null: it did not yet. */
  readonly verified: VerifiedLog | null;
}

export interface VerifiedLog {
  /** RFC 3339. */
  readonly at: string;
  readonly first: number;
  readonly last: number;
  /** Null: all of it fits. */
  readonly broken: {
    /** Null: what is missing stood behind the last line. */
    readonly line: number | null;
    /** Path of the archive that has the line; null: the log has it. */
    readonly archive: string | null;
    /** What is wrong with it, what that means, and what to do, in sentences. */
    readonly text: string;
    readonly means: string;
    readonly next: string;
    /** The keychain knows a line that the log lacks, and a person may take the log all the same. */
    readonly canAccept: boolean;
  } | null;
  /** Paths of the archives that were looked at, oldest first. */
  readonly archives: readonly string[];
  /** The archive that has what was before the first line, and where it went, where it is no more; null: nothing was before it. */
  readonly unseen: { readonly name: string; readonly folder: string } | null;
  /** Whether somebody knows that the end was not cut off; else why not, in words. */
  readonly unknownEnd: string | null;
  /** From this line on the recovery key proves each; null: none, or nobody asked. */
  readonly provenFrom: number | null;
  readonly wasProofAsked: boolean;
  /** With `line` a person took the log in place of one that had line `kept`. */
  readonly accepted: { readonly line: number; readonly kept: number } | null;
}

export const auditChannels = {
  /** Newest first. `before`: of the page before; null: from the newest on. */
  "audit.page": channel<EventsPage>()(
    v.strictObject({ filter, before: v.nullable(place) }),
  ),
  "audit.facts": channel<LogFacts>()(nothing),
  /**
   * Reads every line. With the recovery key, which is asked for outside of the page, the seals too. `archive`: a person says where the
   * archive is that was not there; `path`: where the host has no dialogs. Null when none was chosen.
   */
  "audit.verify": channel<VerifiedLog | null>()(
    v.strictObject({
      withRecoveryKey: v.boolean(),
      archive: v.optional(v.strictObject({ path: v.optional(text) })),
      attempt: token,
    }),
  ),
  /** A person takes the log as it is in place of the one that the keychain knows; a line of it keeps that for ever. */
  "audit.accept": channel<null>()(
    v.strictObject({
      reason: text,
      /** Number of the line that the keychain knows, as the person typed it. */
      line: whole,
    }),
  ),
  /** Number of the line that the keychain knows and the log lacks. */
  "audit.lost": channel<{ readonly line: number }>()(nothing),
  /** Writes the events that are found into a file; null when none was chosen. `path`: where the host has no dialogs. */
  "audit.export": channel<{
    readonly path: string;
    readonly count: number;
  } | null>()(
    v.strictObject({
      filter,
      format: v.picklist(["jsonl", "csv"]),
      path: v.optional(text),
    }),
  ),
};
