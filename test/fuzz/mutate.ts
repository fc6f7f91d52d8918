import * as fc from "fast-check";

/** Inputs stay below this, so that what takes long with them is not in proportion to them. */
const mostBytes = 256 * 1024;

const position = fc.double({ min: 0, max: 1, noNaN: true });
const length = fc.oneof(fc.nat(4), fc.nat(64), fc.nat(2048));

type Edit = (bytes: Uint8Array) => Uint8Array;

const at = (bytes: Uint8Array, where: number): number =>
  Math.floor(where * bytes.length);

function replaced(
  bytes: Uint8Array,
  from: number,
  count: number,
  by: Uint8Array,
): Uint8Array {
  return Buffer.concat([
    bytes.subarray(0, from),
    by,
    bytes.subarray(from + count),
  ]);
}

const edits = (
  words: fc.Arbitrary<Uint8Array>,
  seeds: fc.Arbitrary<Uint8Array>,
): fc.Arbitrary<Edit> =>
  fc.oneof(
    fc.tuple(position, words).map(
      ([where, word]): Edit =>
        (bytes) =>
          replaced(bytes, at(bytes, where), 0, word),
    ),
    fc.tuple(position, words).map(
      ([where, word]): Edit =>
        (bytes) =>
          replaced(bytes, at(bytes, where), word.length, word),
    ),
    fc.tuple(position, fc.nat(255)).map(
      ([where, byte]): Edit =>
        (bytes) =>
          replaced(bytes, at(bytes, where), 1, Uint8Array.of(byte)),
    ),
    fc.tuple(position, length).map(
      ([where, count]): Edit =>
        (bytes) =>
          replaced(bytes, at(bytes, where), count, new Uint8Array()),
    ),
    position.map(
      (where): Edit =>
        (bytes) =>
          bytes.subarray(0, at(bytes, where)),
    ),
    fc
      .tuple(
        position,
        length,
        fc.oneof({ weight: 9, arbitrary: fc.nat(4) }, fc.nat(20_000)),
      )
      .map(([where, count, times]): Edit => (bytes) => {
        const from = at(bytes, where);
        const part = bytes.subarray(from, from + count);
        const most = Math.floor(mostBytes / Math.max(1, part.length));
        const all = Array.from({ length: Math.min(times, most) }, () => part);
        return replaced(bytes, from, 0, Buffer.concat(all));
      }),
    fc
      .tuple(position, position, length, seeds)
      .map(([where, there, count, other]): Edit => (bytes) => {
        const from = at(other, there);
        return replaced(
          bytes,
          at(bytes, where),
          count,
          other.subarray(from, from + count),
        );
      }),
  );

/** One of the seeds with a few changes: bytes and words put in, taken out, doubled many times, parts of others put in. */
export function mutated(
  seeds: readonly Uint8Array[],
  words: readonly string[] = [],
): fc.Arbitrary<Uint8Array> {
  const seed = fc.constantFrom(...seeds);
  const word = fc.oneof(
    ...(words.length > 0
      ? [fc.constantFrom(...words).map((text) => Buffer.from(text, "latin1"))]
      : []),
    fc.uint8Array({ minLength: 1, maxLength: 8 }),
  );
  return fc
    .tuple(seed, fc.array(edits(word, seed), { minLength: 1, maxLength: 6 }))
    .map(([bytes, changes]) =>
      Uint8Array.from(
        changes.reduce((now, edit) => edit(now), bytes).subarray(0, mostBytes),
      ),
    );
}

/** Values that a reader of JSON may not expect. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null, true, false, 0, -1, 1e308, 2 ** 53, 0.5, "", "__proto__", "constructor", [], {}, "\0", "\u202e", "/etc/shadow", "../..",
    "2026-02-30T00:00:00Z", "a".repeat(10_000), "[".repeat(1000),
  ), // prettier-ignore
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.integer(),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A change of one node of a value, the nodes counted from its root. */
export interface JsonEdit {
  readonly where: number;
  readonly what: "replace" | "delete" | "add" | "double" | "nest";
  readonly key: string;
  readonly value: unknown;
}

export const jsonEdits: fc.Arbitrary<readonly JsonEdit[]> = fc.array(
  fc.record({
    where: fc.nat(1000),
    what: fc.constantFrom<JsonEdit["what"][]>(
      "replace",
      "replace",
      "delete",
      "add",
      "double",
      "nest",
    ),
    key: fc.oneof(
      fc.constantFrom("__proto__", "constructor", "toString", "kind", ""),
      fc.string({ maxLength: 8 }),
    ),
    value: oddValue,
  }),
  { maxLength: 4 },
);

interface Place {
  readonly parent: Record<string, unknown> | unknown[];
  readonly key: string;
}

/** A copy of the value with these changes. What has no place in it changes nothing. */
export function editJson(
  value: unknown,
  changes: readonly JsonEdit[],
): unknown {
  const root: Record<string, unknown> = { value: structuredClone(value) };
  for (const { where, what, key, value: odd } of changes) {
    const places: Place[] = [];
    collect(root, places);
    const place = places[where % Math.max(1, places.length)];
    if (!place) continue;
    const parent = place.parent as Record<string, unknown>;
    const now = parent[place.key];
    if (what === "replace") define(parent, place.key, structuredClone(odd));
    else if (what === "nest") define(parent, place.key, [now]);
    else if (what === "double" && Array.isArray(parent))
      parent.push(structuredClone(now));
    else if (what === "delete" && parent !== root)
      Reflect.deleteProperty(parent, place.key);
    else if (what === "add" && typeof now === "object" && now !== null)
      define(now, key, structuredClone(odd));
  }
  return root["value"];
}

/** As JSON.parse does: "__proto__" is a key like any other. */
function define(object: object, key: string, value: unknown): void {
  // Of a list it is no entry.
  if (Array.isArray(object) && key === "length") return;
  Object.defineProperty(object, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function collect(parent: Place["parent"], places: Place[]): void {
  for (const [key, value] of Object.entries(parent)) {
    places.push({ parent, key });
    if (typeof value === "object" && value !== null)
      collect(value as Record<string, unknown>, places);
  }
}

/** The text of a JSON value that was changed as a value, as bytes, or both. */
export function mutatedJson(seeds: readonly unknown[]): fc.Arbitrary<string> {
  const changed = fc
    .tuple(fc.constantFrom(...seeds), jsonEdits)
    .map(([seed, changes]) => JSON.stringify(editJson(seed, changes)) ?? "");
  const bytes = mutated(
    seeds.map((seed) => Buffer.from(JSON.stringify(seed))),
    ["{", "}", "[", "]", '"', ",", "\\u0000", "\n", "1e999", '"__proto__":'],
  ).map((one) => Buffer.from(one).toString("utf8"));
  return fc.oneof({ weight: 4, arbitrary: changed }, bytes);
}
