import { ByteWriter } from "../bytes.ts";
import { isSliceOverAt, othersTurn } from "../work-in-slices.ts";
import { deriveKey, hmacSha256Hex } from "../pki/primitives/hash-and-hmac.ts";
import type { Secret } from "../secret.ts";
import { contextCodec } from "./fields/context-json.ts";
import type { StoredContext, VaultDocument } from "./document.ts";
import {
  firstFormat,
  formatWithEdits,
  formatWithRemoved,
  formatWithRequests,
  formatWithSopsKeys,
  type ContextLines,
} from "./document-lines.ts";
import { factsCodec, type DocumentFormat } from "./fields/facts-json.ts";
import { metadataCodec } from "./fields/metadata-json.ts";
import { linesOf } from "./stored-lines.ts";

/** About what one context takes, with its metadata, and everything else. */
const bytesOfContext = 2048;
const bytesOfRest = 64 * 1024;

/** Key of the document's HMAC, from the vault's identity. */
export function documentKey(identity: Secret): Uint8Array {
  return deriveKey(identity.reveal(), "talos-vault/1 document");
}

/** The MAC is the last thing in the document, so that it can be checked before anything is parsed. */
export const macSuffix = (mac: string) => `"mac":"${mac}"}}\n`;

/**
 * The content of the vault: JSON that is also a talosconfig (JSON is YAML, and Talos ignores the key it does
 * not know), with an HMAC over its UTF-8 bytes in which `mac` is empty. Its lines are those of document-lines.ts.
 */
export async function writeDocument(
  document: VaultDocument,
  identity: Secret,
): Promise<Uint8Array> {
  const writer = new ByteWriter(
    bytesOfRest + document.contexts.size * bytesOfContext,
  );
  await writeBody(writer, document);
  const mac = hmacSha256Hex(
    documentKey(identity),
    writer.written(),
    new TextEncoder().encode(macSuffix("")),
  );
  writer.text(macSuffix(mac));
  return writer.written();
}

/** Everything up to `mac`. A context that was not touched since it was read is written as it was read. */
async function writeBody(
  writer: ByteWriter,
  document: VaultDocument,
): Promise<void> {
  const runs = runsOf(
    [...document.contexts].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  writer.text(`{"context":${json(document.current)},\n"contexts":{`);
  await writeContexts(writer, runs, "config");
  const facts = json(factsToJson(document)).slice(0, -1);
  writer.text(`},\n"x-talos-vault":${facts},\n"metadata":{`);
  await writeContexts(writer, runs, "metadata");
  writer.text("},\n");
}

/** One context, or many that are written together as they were read, one behind another and under their names. */
interface Run {
  readonly name: string;
  readonly context: StoredContext;
  readonly first: ContextLines | null;
  last: ContextLines | null;
}

function runsOf(
  contexts: readonly (readonly [string, StoredContext])[],
): readonly Run[] {
  const runs: Run[] = [];
  for (const [name, context] of contexts) {
    const lines = linesOf(context);
    const own = lines?.isNamed(name) === true ? lines : null;
    const run = runs.at(-1);
    if (own && run?.last && own.isBehind(run.last)) run.last = own;
    else runs.push({ name, context, first: own, last: own });
  }
  return runs;
}

/** Each context is in two maps of the document: what Talos knows of it, and what is ours. */
const parts = {
  config: {
    asRead: (first: ContextLines, last: ContextLines) => first.configsTo(last),
    write: ({ config }: StoredContext) => contextCodec.write(config),
  },
  metadata: {
    asRead: (first: ContextLines, last: ContextLines) => first.metadataTo(last),
    write: ({ metadata }: StoredContext) => metadataCodec.write(metadata),
  },
} as const;

async function writeContexts(
  writer: ByteWriter,
  runs: readonly Run[],
  part: keyof typeof parts,
): Promise<void> {
  const { asRead, write } = parts[part];
  for (const [index, { name, context, first, last }] of runs.entries()) {
    if (index > 0) writer.text(",\n");
    if (first && last) writer.bytes(asRead(first, last));
    else {
      writer.text(`${json(name)}:`);
      const lines = linesOf(context);
      if (lines) writer.bytes(lines[part]);
      else writer.text(json(write(context)));
    }
    if (isSliceOverAt(index)) await othersTurn();
  }
}

function factsToJson(document: VaultDocument): object {
  return factsCodec.write({ ...document, format: formatOf(document) });
}

/** A program of before refuses what it would drop, and goes on reading the rest. */
function formatOf(document: VaultDocument): DocumentFormat {
  const { removed, requests, sopsKeys, store } = document;
  if (sopsKeys?.size) return formatWithSopsKeys;
  if (requests?.size) return formatWithRequests;
  if (store?.takesEdits) return formatWithEdits;
  return removed?.length ? formatWithRemoved : firstFormat;
}

/** JSON without the characters that YAML refuses raw or takes for the end of a line. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
