import * as v from "valibot";
import type { JsonValue } from "../json.ts";
import { contextColors } from "./document.ts";
import { storeSchema } from "./store-facts.ts";

// The decrypted content as formats 1 and 2 spell it: the second has removed contexts. The two maps by context name are read entry by entry
// (read-document.ts): a library's record drops names such as "constructor".

const texts = v.array(v.string());
const isoDate = v.pipe(v.string(), v.isoTimestamp());

export const contextSchema = v.strictObject({
  endpoints: texts,
  nodes: v.optional(texts),
  ca: v.optional(v.string()),
  crt: v.optional(v.string()),
  key: v.optional(v.string()),
  auth: v.optional(
    v.strictObject({
      basic: v.optional(
        v.strictObject({ username: v.string(), password: v.string() }),
      ),
      siderov1: v.optional(v.strictObject({ identity: v.string() })),
    }),
  ),
  cluster: v.optional(v.string()),
  "proxy-url": v.optional(v.string()),
});

const pairs = v.array(v.tuple([v.string(), v.string()]));
const jsonPairs = v.array(
  v.tuple([v.string(), v.custom<JsonValue>(() => true)]),
);

export const metadataSchema = v.strictObject({
  importedAt: isoDate,
  labels: pairs,
  production: v.boolean(),
  favorite: v.optional(v.literal(true)),
  color: v.optional(v.picklist(contextColors)),
  note: v.optional(v.string()),
  certificate: v.optional(
    v.strictObject({
      roles: texts,
      notBefore: isoDate,
      notAfter: isoDate,
      fingerprint: v.string(),
    }),
  ),
  session: v.optional(
    v.strictObject({
      roles: v.optional(texts),
      ttlSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    }),
  ),
  unknown: v.optional(jsonPairs),
});

const authoritySchema = v.strictObject({
  fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  crt: v.string(),
  key: v.string(),
  sealed: v.optional(v.literal(true)),
  addedAt: isoDate,
});

const clusterSchema = v.strictObject({
  name: v.string(),
  endpoint: v.string(),
  secrets: v.string(),
  createdAt: isoDate,
});

const removedSchema = v.strictObject({
  name: v.string(),
  removedAt: isoDate,
  context: contextSchema,
  metadata: metadataSchema,
});

const anyMap = v.custom<Readonly<Record<string, unknown>>>(
  (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value),
);

const facts = {
  format: v.picklist([1, 2]),
  vaultId: v.pipe(v.string(), v.uuid()),
  generation: v.pipe(v.number(), v.integer(), v.minValue(1)),
  writtenAt: isoDate,
  recoveryRecipient: v.pipe(v.string(), v.startsWith("age1")),
  previous: v.string(),
  authorities: v.optional(v.array(authoritySchema)),
  clusters: v.optional(v.array(clusterSchema)),
  removed: v.optional(v.array(removedSchema)),
  store: v.optional(storeSchema),
};

/** `x-talos-vault` without what stands in lines of its own. */
export const factsSchema = v.strictObject(facts);

export const documentSchema = v.strictObject({
  context: v.string(),
  contexts: anyMap,
  "x-talos-vault": v.strictObject({
    ...facts,
    metadata: anyMap,
    mac: v.string(),
  }),
});

export type ContextJson = v.InferOutput<typeof contextSchema>;
export type MetadataJson = v.InferOutput<typeof metadataSchema>;
export type RemovedJson = v.InferOutput<typeof removedSchema>;
export type FactsJson = v.InferOutput<typeof factsSchema>;
export type DocumentJson = v.InferOutput<typeof documentSchema>;
