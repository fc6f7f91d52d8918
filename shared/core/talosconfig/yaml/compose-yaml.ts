import { Composer, LineCounter, Parser, type Document } from "yaml";

/** Thrown for text that is no YAML, at the first place where that shows. */
export class NotYaml extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super("not YAML");
    this.offset = offset;
  }
}

/**
 * The documents of a text, one by one. The library goes on after an error and collects all of them, which takes time in the
 * square of their number; here the first one ends it. Throws `NotYaml`; `RangeError` for what is nested too deeply.
 */
export function* composeYaml(
  text: string,
  lines: LineCounter = new LineCounter(),
): Generator<Document.Parsed, void> {
  const composer = new Composer({
    schema: "failsafe",
    // The library compares each key with all before it.
    uniqueKeys: false,
    lineCounter: lines,
    logLevel: "silent",
  });
  // What is thrown in the library comes back here once more, as an error of the node around it.
  let first: NotYaml | null = null;
  const onError = (
    place: Place,
    _: string,
    __: string,
    isWarning?: boolean,
  ) => {
    if (isWarning === true) return;
    first ??= new NotYaml(offsetOf(place));
    throw first;
  };
  Object.assign(composer, { onError });
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    // The document before it is whole, whatever comes now.
    if (token.type === "document" || token.type === "directive")
      yield* sound(composer.end(false));
    if (token.type === "error") throw new NotYaml(token.offset);
    yield* sound(composer.next(token));
  }
  yield* sound(composer.end(false, text.length));
}

function* sound(
  documents: Iterable<Document>,
): Generator<Document.Parsed, void> {
  for (const document of documents) {
    const [problem] = document.errors;
    if (problem) throw new NotYaml(problem.pos[0]);
    yield document as Document.Parsed;
  }
}

type Place = number | readonly number[] | { readonly offset: number };

function offsetOf(place: Place): number {
  if (typeof place === "number") return place;
  return "offset" in place ? place.offset : (place[0] ?? 0);
}
