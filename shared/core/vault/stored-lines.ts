import { decode } from "./codec.ts";
import { contextCodec } from "./fields/context-json.ts";
import type { StoredContext } from "./document.ts";
import { readLine, type ContextLines } from "./document-lines.ts";
import { metadataCodec } from "./fields/metadata-json.ts";

// One getter for all contexts, found by the object that it is asked of: closures of their own for 10,000 contexts would
// take as much memory as the contexts themselves.
const config = {
  enumerable: true,
  get(this: object) {
    return contextCodec.read(readLine(FromLines.linesIn(this)?.config));
  },
};
const metadata = {
  enumerable: true,
  get(this: object) {
    return metadataCodec.read(readLine(FromLines.linesIn(this)?.metadata));
  },
};

/** Its lines are its own and in no WeakMap: one of tens of thousands is looked through at each collection of garbage. */
class FromLines {
  readonly #lines: ContextLines;

  constructor(lines: ContextLines) {
    this.#lines = lines;
    Object.defineProperty(this, "config", config);
    Object.defineProperty(this, "metadata", metadata);
  }

  static linesIn(context: object): ContextLines | null {
    return #lines in context ? context.#lines : null;
  }
}

/**
 * A context that stays the bytes it was read from, and is decoded each time somebody looks: of 10,000 contexts most are
 * never looked at, and a change writes the others' bytes again as they are. Its properties are its own, so that it
 * spreads and compares like any other.
 */
export function storedContext(lines: ContextLines): StoredContext {
  return new FromLines(lines) as unknown as StoredContext;
}

/** The bytes that a context was read from; null for one that was made since. */
export function linesOf(context: StoredContext): ContextLines | null {
  return FromLines.linesIn(context);
}

/** Whether the bytes of a context are what this program writes; those that another made with a key of theirs may not be. */
export function isSound(context: StoredContext): boolean {
  const lines = linesOf(context);
  if (!lines) return true;
  try {
    return (
      decode(contextCodec, readLine(lines.config)) !== null &&
      decode(metadataCodec, readLine(lines.metadata)) !== null
    );
  } catch {
    return false;
  }
}
