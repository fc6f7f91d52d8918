import { Secret } from "./secret.ts";

/**
 * Whether two values say the same, secrets included, in whatever order their keys stand. An absent key, undefined and an empty map are
 * one: none of them is written.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  if (isLeaf(a) || isLeaf(b)) return sameLeaf(a, b);
  if (a instanceof Map || b instanceof Map) return sameMap(a, b);
  if (Array.isArray(a) || Array.isArray(b)) return sameArray(a, b);
  return sameObject(a as Fields, b as Fields);
}

function isLeaf(value: object): boolean {
  return value instanceof Secret || value instanceof Date;
}

function sameLeaf(a: object, b: object): boolean {
  if (a instanceof Secret)
    return b instanceof Secret && a.reveal() === b.reveal();
  return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
}

function sameArray(a: object, b: object): boolean {
  return (
    Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    a.every((one, index) => sameValue(one, b[index]))
  );
}

type Fields = Readonly<Record<string, unknown>>;

function sameMap(a: object, b: object): boolean {
  if (!(a instanceof Map && b instanceof Map) || a.size !== b.size)
    return false;
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
