import { Secret } from "./secret.ts";

/**
 * Whether two values say the same, secrets included, in whatever order their keys stand. An absent key, undefined and an empty map are
 * one: none of them is written.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  if (a instanceof Secret || a instanceof Date) return sameLeaf(a, b);
  if (a instanceof Map) return b instanceof Map && sameMap(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && sameArray(a, b);
  return !isOfAKind(b) && sameObject(a as Fields, b as Fields);
}

function sameLeaf(a: Secret | Date, b: object): boolean {
  if (a instanceof Secret)
    return b instanceof Secret && a.reveal() === b.reveal();
  return b instanceof Date && a.getTime() === b.getTime();
}

/** What has other keys, or none, where an object has what it says. */
function isOfAKind(value: object): boolean {
  return (
    Array.isArray(value) ||
    [Secret, Date, Map].some((kind) => value instanceof kind)
  );
}

function sameArray(a: readonly unknown[], b: readonly unknown[]): boolean {
  return (
    a.length === b.length && a.every((one, index) => sameValue(one, b[index]))
  );
}

type Fields = Readonly<Record<string, unknown>>;

function sameMap(
  a: ReadonlyMap<unknown, unknown>,
  b: ReadonlyMap<unknown, unknown>,
): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a)
    if (!b.has(key) || !sameValue(value, b.get(key))) return false;
  return true;
}

function sameObject(a: Fields, b: Fields): boolean {
  const names = fieldsOf(a);
  return (
    names.length === fieldsOf(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameValue(a[name], b[name]))
  );
}

function fieldsOf(value: Fields): readonly string[] {
  return Object.keys(value).filter((name) => {
    const one = value[name];
    const isEmpty = one === undefined || (one instanceof Map && one.size === 0);
    return !isEmpty;
  });
}
