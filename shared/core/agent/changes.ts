import * as v from "valibot";
import type { FollowedSessions } from "../sessions/session-view.ts";
import { problemFields } from "./problem-fields.ts";
import { warningCodes } from "../warning.ts";
import { editSchema } from "../vault/context-edit.ts";
import { consentRules } from "../vault/document.ts";

const text = v.exactOptional(v.string());
const texts = v.pipe(v.array(v.string()), v.readonly());

const fileSchema = v.strictObject({
  /** As the person named it. It is not opened: its content comes along. */
  path: v.string(),
  base64: v.pipe(v.string(), v.base64()),
  identity: v.nullable(
    v.strictObject({
      device: v.string(),
      inode: v.string(),
      links: v.number(),
    }),
  ),
});

/** The changes that the agent of `unlock` carries out, and no other: none gives anything secret away. */
export const namedChangeSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("use"), name: v.string() }),
  v.strictObject({
    kind: v.literal("edit"),
    name: v.string(),
    edit: editSchema,
  }),
  v.strictObject({
    kind: v.literal("rename"),
    from: v.string(),
    to: v.string(),
  }),
  v.strictObject({ kind: v.literal("remove"), names: texts }),
  v.strictObject({
    kind: v.literal("put-back"),
    name: v.string(),
    as: text,
  }),
  v.strictObject({ kind: v.literal("forget"), names: texts }),
  v.strictObject({
    kind: v.literal("default-consent"),
    rule: v.nullable(v.picklist(consentRules)),
    isAgreed: v.boolean(),
  }),
  v.strictObject({
    kind: v.literal("import"),
    files: v.pipe(v.array(fileSchema), v.readonly()),
    onConflict: v.picklist(["rename", "replace", "skip", "fail"]),
    use: v.boolean(),
    /** Import credentials that were replaced here, too. */
    earlier: v.boolean(),
    dryRun: v.boolean(),
  }),
]);

export type NamedChange = v.InferOutput<typeof namedChangeSchema>;

export const warningSchema = v.strictObject({
  ...problemFields(warningCodes),
  about: v.exactOptional(
    v.strictObject({
      context: v.exactOptional(v.string()),
      file: v.exactOptional(v.string()),
      generation: v.exactOptional(v.string()),
      sessions: v.exactOptional(texts),
    }),
  ),
});

const outcomeSchema = v.strictObject({
  /** The vault's current context. */
  current: v.string(),
  isChanged: v.boolean(),
  warnings: v.pipe(v.array(warningSchema), v.readonly()),
  /** What became of each imported file, in their order; nothing secret is in it. */
  files: v.array(
    v.strictObject({
      path: v.string(),
      contexts: v.array(v.looseObject({ name: v.string(), as: v.string() })),
      warnings: v.pipe(v.array(warningSchema), v.readonly()),
      leftOver: v.array(v.looseObject({ kind: v.string() })),
    }),
  ),
  /** The renamed context's login is kept under its name, so it has to be made again. */
  wantsLogin: v.boolean(),
});

/** What a change came to. */
export type ChangeOutcome = v.InferOutput<typeof outcomeSchema>;

/** Null for what is no outcome of this release. */
export function readChangeOutcome(value: unknown): ChangeOutcome | null {
  return v.is(outcomeSchema, value) ? value : null;
}

const followedSchema = v.strictObject({
  repointed: v.number(),
  stayed: texts,
  warnings: v.pipe(v.array(warningSchema), v.readonly()),
});

export function readFollowed(value: unknown): FollowedSessions | null {
  return v.is(followedSchema, value) ? value : null;
}
