import { configOfJson } from "./context-json.ts";
import type { StoredContext } from "./document.ts";
import { readLine, type ContextLines } from "./document-lines.ts";
import { metadataOfJson } from "./metadata-json.ts";
import type { ContextJson, MetadataJson } from "./schema.ts";

const known = new WeakMap<StoredContext, ContextLines>();

/**
 * A context that stays the bytes it was read from, and is decoded when somebody looks: of 10,000 contexts most are
 * never looked at, and a change writes the others' bytes again as they are. Its properties are its own, so that it
 * spreads and compares like any other.
 */
export function storedContext(lines: ContextLines): StoredContext {
  const context: StoredContext = {
    get config() {
      return configOfJson(readLine(lines.config) as ContextJson);
    },
    get metadata() {
      return metadataOfJson(readLine(lines.metadata) as MetadataJson);
    },
  };
  known.set(context, lines);
  return context;
}

/** The bytes that a context was read from; null for one that was made since. */
export function linesOf(context: StoredContext): ContextLines | null {
  return known.get(context) ?? null;
}
