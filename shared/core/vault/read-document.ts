import * as v from "valibot";
import {
  constantTimeEqual,
  hmacSha256Hex,
} from "../pki/primitives/hash-and-hmac.ts";
import type { VaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";
import type { Secret } from "../secret.ts";
import { decode } from "./codec.ts";
import { contextCodec } from "./fields/context-json.ts";
import type { StoredContext, VaultDocument } from "./document.ts";
import { splitDocument, type SplitDocument } from "./document-lines.ts";
import { factsCodec } from "./fields/facts-json.ts";
import { metadataCodec } from "./fields/metadata-json.ts";
import { migrate, type Migrations } from "./migrate.ts";
import { storedContext } from "./stored-lines.ts";
import { damaged } from "./vault-file-errors.ts";
import { documentKey, macSuffix } from "./write-document.ts";

const macLength = 64;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The content of the vault, believed only after its HMAC was checked, whatever format it has. */
export async function readDocument(
  content: Uint8Array,
  identity: Secret,
  migrations?: Migrations,
): Promise<Result<VaultDocument>> {
  if (!isAuthentic(content, identity))
    return failure(damaged("its content is not authentic"));
  try {
    const lines = await splitDocument(content, storedContext);
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
  return typeof current === "string"
    ? documentOf(current, facts, contexts)
    : null;
}

/** An older format, step by step; a newer one is told from a damaged one. */
function readOtherLayout(
  content: Uint8Array,
  migrations: Migrations | undefined,
): Result<VaultDocument> {
  const whole = JSON.parse(decoder.decode(content)) as unknown;
  const migrated = migrate(whole, migrations);
  if (!migrated.ok) return migrated;
  const document = fromJson(migrated.value);
  return document ? success(document) : failure(unknownShape());
}

// The two maps by context name are read entry by entry: a library's record drops names such as "constructor".
const anyMap = v.custom<Readonly<Record<string, unknown>>>(
  (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value),
);

const wholeSchema = v.strictObject({
  context: v.string(),
  contexts: anyMap,
  "x-talos-vault": v.looseObject({ metadata: anyMap, mac: v.string() }),
});

function fromJson(value: unknown): VaultDocument | null {
  if (!v.is(wholeSchema, value)) return null;
  const { metadata, mac: _checked, ...facts } = value["x-talos-vault"];
  const metadataOf = new Map(Object.entries(metadata));
  const contexts = new Map<string, StoredContext>();
  for (const [name, one] of Object.entries(value.contexts)) {
    const config = decode(contextCodec, one);
    const known = decode(metadataCodec, metadataOf.get(name));
    if (config === null || known === null) return null;
    contexts.set(name, { config, metadata: known });
  }
  if (metadataOf.size !== contexts.size) return null;
  return documentOf(value.context, facts, contexts);
}

function documentOf(
  current: string,
  json: unknown,
  contexts: ReadonlyMap<string, StoredContext>,
): VaultDocument | null {
  const decoded = decode(factsCodec, json);
  if (decoded === null) return null;
  const { format: _known, ...facts } = decoded;
  return { ...facts, current, contexts };
}
