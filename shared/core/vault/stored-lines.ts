import { configOfJson } from "./context-json.ts";
import type { StoredContext } from "./document.ts";
import { readLine, type ContextLines } from "./document-lines.ts";
import { metadataOfJson } from "./metadata-json.ts";
import type { ContextJson, MetadataJson } from "./schema.ts";

const known = new WeakMap<object, ContextLines>();

// One getter for all contexts, found by the object that it is asked of: closures of their own for 10,000 contexts would
// take as much memory as the contexts themselves.
const config = {
  enumerable: true,
  get(this: object) {
    return configOfJson(readLine(known.get(this)?.config) as ContextJson);
  },
};
const metadata = {
  enumerable: true,
  get(this: object) {
    return metadataOfJson(readLine(known.get(this)?.metadata) as MetadataJson);
  },
};

/**
 * A context that stays the bytes it was read from, and is decoded each time somebody looks: of 10,000 contexts most are
 * never looked at, and a change writes the others' bytes again as they are. Its properties are its own, so that it
 * spreads and compares like any other.
 */
export function storedContext(lines: ContextLines): StoredContext {
  const context = {};
  Object.defineProperty(context, "config", config);
  Object.defineProperty(context, "metadata", metadata);
  known.set(context, lines);
  return context as StoredContext;
}

/** The bytes that a context was read from; null for one that was made since. */
export function linesOf(context: StoredContext): ContextLines | null {
  return known.get(context) ?? null;
}
