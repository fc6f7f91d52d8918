import * as v from "valibot";
import { constantTimeEqual, hmacSha256Hex } from "../pki/authenticate.ts";
import type { VaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";
import { Secret } from "../secret.ts";
import { contextFromJson } from "./context-json.ts";
import type { StoredContext, VaultDocument } from "./document.ts";
import { splitDocument, type SplitDocument } from "./document-lines.ts";
import { metadataFromJson } from "./metadata-json.ts";
import { migrate, type Migrations } from "./migrate.ts";
import {
  documentSchema,
  factsSchema,
  type DocumentJson,
  type FactsJson,
} from "./schema.ts";
import { removedFromJson } from "./removed-contexts.ts";
import { storeFromJson } from "./store-facts.ts";
import { storedContext } from "./stored-lines.ts";
import { damaged } from "./vault-problems.ts";
import { documentKey, macSuffix } from "./write-document.ts";

const macLength = 64;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The content of the vault, believed only after its HMAC was checked, whatever format it has. */
export function readDocument(
  content: Uint8Array,
  identity: Secret,
  migrations?: Migrations,
): Result<VaultDocument> {
  if (!isAuthentic(content, identity))
    return failure(damaged("its content is not authentic"));
  try {
    const lines = splitDocument(content, storedContext);
    const document = lines && fromLines(lines);
    return document ? success(document) : readOtherLayout(content, migrations);
  } catch (error) {
    // Of a backup that one was given, together with its key, somebody else made the content.
    if (error instanceof SyntaxError) return failure(unknownShape());
    throw error;
  }
}

/** Not JSON, or not what we write. */
export function unknownShape(): VaultError {
  return damaged("its content has an unknown shape");
}

function isAuthentic(content: Uint8Array, identity: Secret): boolean {
  const suffixLength = macSuffix("").length + macLength;
  const start = content.length - suffixLength;
  if (start < 0) return false;
  const suffix = decoder.decode(content.subarray(start));
  const mac = suffix.replace(/^"mac":"|"\}\}\n$/g, "");
  if (suffix !== macSuffix(mac)) return false;
  const signed = [content.subarray(0, start), encoder.encode(macSuffix(""))];
  return constantTimeEqual(
    hmacSha256Hex(documentKey(identity), ...signed),
    mac,
  );
}

/** A document of today's format, whose contexts are decoded when they are looked at; null when it is none. */
function fromLines({
  current,
  facts,
  contexts,
}: SplitDocument<StoredContext>): VaultDocument | null {
  const parsed = v.safeParse(factsSchema, facts);
  if (!parsed.success || typeof current !== "string") return null;
  return documentOf(current, parsed.output, contexts);
}

/** An older format, step by step; a newer one is told from a damaged one. */
function readOtherLayout(
  content: Uint8Array,
  migrations: Migrations | undefined,
): Result<VaultDocument> {
  const whole = JSON.parse(decoder.decode(content)) as unknown;
  const migrated = migrate(whole, migrations);
  if (!migrated.ok) return migrated;
  const parsed = v.safeParse(documentSchema, migrated.value);
  const document = parsed.success ? fromJson(parsed.output) : null;
  return document ? success(document) : failure(unknownShape());
}

function fromJson(json: DocumentJson): VaultDocument | null {
  const facts = json["x-talos-vault"];
  const metadataOf = new Map(Object.entries(facts.metadata));
  const contexts = new Map<string, StoredContext>();
  for (const [name, value] of Object.entries(json.contexts)) {
    const config = contextFromJson(value);
    const metadata = metadataFromJson(metadataOf.get(name));
    if (config === null || metadata === null) return null;
    contexts.set(name, { config, metadata });
  }
  if (metadataOf.size !== contexts.size) return null;
  return documentOf(json.context, facts, contexts);
}

function documentOf(
  current: string,
  facts: FactsJson,
  contexts: ReadonlyMap<string, StoredContext>,
): VaultDocument | null {
  const removed = removedFromJson(facts);
  if (removed === null) return null;
  return {
    vaultId: facts.vaultId,
    generation: facts.generation,
    writtenAt: new Date(facts.writtenAt),
    recoveryRecipient: facts.recoveryRecipient,
    current,
    previous: facts.previous,
    contexts,
    ...authoritiesFromJson(facts.authorities ?? []),
    ...clustersFromJson(facts.clusters ?? []),
    ...removed,
    ...(facts.store ? { store: storeFromJson(facts.store) } : {}),
  };
}

function authoritiesFromJson(
  list: NonNullable<FactsJson["authorities"]>,
): Pick<VaultDocument, "authorities"> {
  if (list.length === 0) return {};
  const authorities = list.map(
    ({ fingerprint, crt, key, sealed = false, addedAt }) => {
      const one = { crt, key: new Secret(key), sealed };
      return [fingerprint, { ...one, addedAt: new Date(addedAt) }] as const;
    },
  );
  return { authorities: new Map(authorities) };
}

function clustersFromJson(
  list: NonNullable<FactsJson["clusters"]>,
): Pick<VaultDocument, "clusters"> {
  if (list.length === 0) return {};
  const clusters = list.map(({ name, endpoint, secrets, createdAt }) => {
    const one = { endpoint, secrets: new Secret(secrets) };
    return [name, { ...one, createdAt: new Date(createdAt) }] as const;
  });
  return { clusters: new Map(clusters) };
}
