import * as v from "valibot";
import { factsSchema, leaseSchema, processSchema } from "../sessions/lease.ts";
import { guardRulesSchema } from "../gateway/guard/guard-rules-json.ts";
import { protocol } from "./protocol.ts";
import { momentSchema } from "../schemas/moment.ts";

const spoken = { protocol: v.literal(protocol) };

const moreAsked = {
  /** A role, a command of talosctl, or a method. */
  words: v.string(),
  seconds: v.pipe(v.number(), v.integer(), v.minValue(1)),
  reason: v.string(),
  /** Number of the process that asks, which is shown to a person. */
  process: v.pipe(v.number(), v.integer(), v.minValue(2)),
};

/** What a session asks for beside what it has. */
export type MoreAsked = Readonly<
  v.InferOutput<v.ObjectSchema<typeof moreAsked, undefined>>
>;

const texts = v.pipe(v.array(v.string()), v.readonly());

const moreGivenSchema = v.object({
  /** Null: it may do it anyway. */
  until: v.nullable(momentSchema),
  /** Instead of the session's; null: those were enough. */
  roles: v.nullable(texts),
  methods: texts,
});

/** What it got. */
export type MoreGiven = Readonly<v.InferOutput<typeof moreGivenSchema>>;

export function readMoreGiven(value: unknown): MoreGiven | null {
  const parsed = v.safeParse(moreGivenSchema, value);
  return parsed.success ? parsed.output : null;
}

const rightsSchema = v.object({
  roles: texts,
  rules: v.array(guardRulesSchema),
  /** What a person gave it that is not over: methods that pass (none: all that its roles may), and roles (null: its own). */
  given: v.array(v.object({ methods: texts, roles: v.nullable(texts) })),
  /** A person can be asked to give it more for a while; absent: by a holder of an earlier release, which does not say. */
  canRequest: v.optional(v.boolean(), true),
  /** Calls that count for its bound; absent: by a holder of an earlier release, which does not say. */
  calls: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
});

/** What a session's gateway goes by. */
export type SessionRights = Readonly<v.InferOutput<typeof rightsSchema>>;

export function readRights(value: unknown): SessionRights | null {
  const parsed = v.safeParse(rightsSchema, value);
  return parsed.success ? parsed.output : null;
}

const holderRequestSchema = v.variant("verb", [
  v.strictObject({
    ...spoken,
    verb: v.literal("calls"),
    /** The number of the newest call that is known already. */
    after: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  v.strictObject({ ...spoken, verb: v.literal("end") }),
  v.strictObject({ ...spoken, verb: v.literal("request"), ...moreAsked }),
  v.strictObject({ ...spoken, verb: v.literal("rights") }),
  v.strictObject({
    ...spoken,
    verb: v.literal("tighten"),
    /** The guard of its context by now, beside what it goes by already. */
    rules: guardRulesSchema,
  }),
  v.strictObject({
    ...spoken,
    verb: v.literal("extend"),
    expiresAt: momentSchema,
  }),
  v.strictObject({
    ...spoken,
    verb: v.literal("repoint"),
    context: v.string(),
    roles: v.array(v.string()),
    credential: v.picklist(["stored", "derived"]),
    /** The talosconfig that the session gets, with its key: the socket is private to the user. */
    document: v.string(),
  }),
]);

/** What a session's holder is asked through the socket in the session's folder. */
export type HolderRequest = Readonly<v.InferOutput<typeof holderRequestSchema>>;

/** Null for anything that is no request of this release. */
export function readHolderRequest(value: unknown): HolderRequest | null {
  const parsed = v.safeParse(holderRequestSchema, value);
  return parsed.success ? parsed.output : null;
}

const takeOverSchema = v.strictObject({
  ...spoken,
  kind: v.literal("take-over"),
  /** Absolute path of the vault's folder. */
  home: v.string(),
  /** As the process that holds it now wrote it. */
  lease: leaseSchema,
  /** Milliseconds till its end. */
  leftMs: v.number(),
  document: v.string(),
});

const holdSchema = v.strictObject({
  ...spoken,
  kind: v.literal("hold"),
  /** Absolute path of the vault's folder. */
  home: v.string(),
  runFolder: v.string(),
  facts: factsSchema,
  /** The process whose death ends the session; null: the shell that runs the printed code will say. */
  watched: v.nullable(processSchema),
  /** A session that the same shell had and that this one takes the place of. */
  replaces: v.nullable(v.string()),
  loginKey: v.nullable(v.string()),
  document: v.string(),
  /** It stands before the session, which gets another document; absent: it gets this one. */
  gateway: v.optional(
    v.strictObject({
      rules: v.array(guardRulesSchema),
      environment: v.record(v.string(), v.string()),
      /** Whether the context is marked, for whoever is asked about a call. */
      production: v.boolean(),
    }),
  ),
});

const holderMessageSchema = v.variant("kind", [holdSchema, takeOverSchema]);

/** What a background holder is told, through a pipe that is its standard input. */
export type HolderMessage = Readonly<v.InferOutput<typeof holderMessageSchema>>;

export type HoldMessage = Extract<HolderMessage, { kind: "hold" }>;
export type TakeOverMessage = Extract<HolderMessage, { kind: "take-over" }>;

/** Null for anything that is no message of this release: the program on disk is another one than the one that started it. */
export function readHolderMessage(text: string): HolderMessage | null {
  try {
    const parsed = v.safeParse(holderMessageSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
