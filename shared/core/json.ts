/** A value that JSON can spell. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A text in JSON, or a number in it. */
const scalars = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** Would every number of a JSON be spelled again as it is? A large one or `1.10` comes back as another. */
export function keepsNumbers(json: string): boolean {
  return (json.match(scalars) ?? []).every(
    (one) => one.startsWith('"') || JSON.stringify(Number(one)) === one,
  );
}

/** The value of a text; null: it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
