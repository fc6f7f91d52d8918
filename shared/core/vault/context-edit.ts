import * as v from "valibot";
import { guardFields } from "../gateway/guard/guard-rules-json.ts";
import { consentRules, contextColors } from "./document.ts";

/** A map whose keys people chose. A library's record drops names such as `constructor`. */
export function mapOf<Value>(
  key: v.GenericSchema<unknown, string>,
  value: v.GenericSchema<unknown, Value>,
  most = Infinity,
) {
  return v.pipe(
    v.custom<object>(
      (input) =>
        typeof input === "object" && input !== null && !Array.isArray(input),
    ),
    v.transform((map) => Object.entries(map) as unknown[]),
    v.array(v.tuple([key, value])),
    v.maxLength(most),
    v.transform((entries): Readonly<Record<string, Value>> =>
      Object.fromEntries(entries),
    ),
  );
}

/** What the values of an edit are: those from a window are bounded. */
interface Parts<Texts> {
  readonly text: v.GenericSchema<unknown, string>;
  readonly texts: v.GenericSchema<unknown, Texts>;
  readonly labels: v.GenericSchema<
    unknown,
    Readonly<Record<string, string | null>>
  >;
  readonly seconds: v.GenericSchema<unknown, number>;
}

/** The fields of an edit, the same from a window, over the agent's socket, and in the core. */
export function editFields<Texts extends readonly string[]>({
  text,
  texts,
  labels,
  seconds,
}: Parts<Texts>) {
  return {
    endpoints: v.optional(texts),
    nodes: v.optional(texts),
    cluster: v.optional(text),
    proxyUrl: v.optional(text),
    /** Null takes a label away. */
    labels: v.optional(labels),
    color: v.optional(v.nullable(v.picklist(contextColors))),
    production: v.optional(v.boolean()),
    favorite: v.optional(v.boolean()),
    note: v.optional(text),
    /** What its sessions may do by default; null: os:reader again. */
    sessionRoles: v.optional(v.nullable(texts)),
    /** How long they last by default, in seconds; null: an hour again. */
    sessionTtlSeconds: v.optional(v.nullable(seconds)),
    /** Whether a person is asked before a credential of it is lent; null: as the vault says. */
    consent: v.optional(v.nullable(v.picklist(consentRules))),
    /** What calls of its sessions may do through a gateway: a part that is absent stays as it is, an empty list and null clear. */
    guard: v.optional(
      v.strictObject({
        allow: v.optional(texts),
        hold: v.optional(texts),
        deny: v.optional(texts),
        maxNodes: v.optional(v.nullable(guardFields.count)),
        hours: v.optional(v.nullable(guardFields.hours)),
      }),
    ),
  };
}

export const editSchema = v.strictObject({
  ...editFields({
    text: v.string(),
    texts: v.pipe(v.array(v.string()), v.readonly()),
    labels: mapOf(v.string(), v.nullable(v.string())),
    seconds: v.number(),
  }),
  /** More than 12 hours were meant; no window says it. */
  isForced: v.optional(v.boolean()),
  /** A person agreed that less is asked from now on; no page says it. */
  isAgreed: v.optional(v.boolean()),
});

/** What to change in a context; a key that is absent stays as it is, an empty string or null clears. */
export type ContextEdit = Readonly<v.InferOutput<typeof editSchema>>;

export type GuardEdit = NonNullable<ContextEdit["guard"]>;

/** Takes all of a guard away. */
export const noGuard: GuardEdit = {
  allow: [],
  hold: [],
  deny: [],
  maxNodes: null,
  hours: null,
};
