import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** A value as docs/json.md writes it down; null: a text, a number, a truth value. */
type Shape =
  | null
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "map" }
  | { readonly kind: "object"; readonly keys: ReadonlyMap<string, Key> };

interface Key {
  readonly shape: Shape;
  readonly isOptional: boolean;
}

const page = resolve(import.meta.dirname, "../../docs/json.md");

/** What docs/json.md says, by the words between `talos-vault` and `--json`. */
export function documentedJson(): ReadonlyMap<string, Shape> {
  const text = readFileSync(page, "utf8");
  const blocks = text.matchAll(
    /^```text\ntalos-vault (.+) --json\n([^`]+)```$/gm,
  );
  return new Map(
    [...blocks].map(([, words = "", shape = ""]) => [words, readShape(shape)]),
  );
}

function readShape(text: string): Shape {
  const tokens = text.match(/"\w+"|[{}[\]:,?*]/g) ?? [];
  let at = 0;
  const isNext = (token: string) => {
    if (tokens[at] !== token) return false;
    at++;
    return true;
  };
  const value = (): Shape => {
    if (isNext("[")) {
      const of = isNext("]") ? null : value();
      if (of) isNext("]");
      return { kind: "list", of };
    }
    if (!isNext("{")) throw new Error(`no value at ${String(tokens[at])}`);
    if (isNext("*")) {
      isNext("}");
      return { kind: "map" };
    }
    const keys = new Map<string, Key>();
    while (!isNext("}")) {
      const name = tokens[at++]?.slice(1, -1) ?? "";
      const shape = isNext(":") ? value() : null;
      keys.set(name, { shape, isOptional: isNext("?") });
      isNext(",");
    }
    return { kind: "object", keys };
  };
  return value();
}

/** Where a value is not what is written down; none: it is. */
export function differences(
  value: unknown,
  shape: Shape,
  place = "",
): readonly string[] {
  if (value === null) return [];
  if (Array.isArray(value))
    return shape?.kind === "list"
      ? value.flatMap((one) => differences(one, shape.of, `${place}[]`))
      : [`${place} is a list`];
  if (typeof value !== "object")
    return shape === null ? [] : [`${place} is no ${shape.kind}`];
  if (shape?.kind === "map") return [];
  if (shape?.kind !== "object") return [`${place} is an object`];
  const printed = new Map(Object.entries(value));
  return [
    ...[...printed.keys()]
      .filter((name) => !shape.keys.has(name))
      .map((name) => `${place}.${name} is not written down`),
    ...[...shape.keys].flatMap(([name, key]) => {
      if (printed.has(name))
        return differences(printed.get(name), key.shape, `${place}.${name}`);
      return key.isOptional ? [] : [`${place}.${name} is missing`];
    }),
  ];
}
