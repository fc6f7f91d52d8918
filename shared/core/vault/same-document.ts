import { isSliceOverAt, othersTurn } from "../work-in-slices.ts";
import { Secret } from "../secret.ts";
import type { StoredContext, VaultDocument } from "./document.ts";
import { linesOf } from "./stored-lines.ts";

/** Keys that are written under another name alone: Talos appends a context's `target` to its endpoints. */
const leftOut = new Set(["target"]);

/** Whether two documents hold the same in everything that is written, secrets included. An absent key and undefined are one. */
export async function sameDocument(
  a: VaultDocument,
  b: VaultDocument,
): Promise<boolean> {
  const { contexts: left, ...restOfA } = a;
  const { contexts: right, ...restOfB } = b;
  if (left.size !== right.size || !sameValue(restOfA, restOfB)) return false;
  let count = 0;
  for (const [name, context] of left) {
    if (isSliceOverAt(count++)) await othersTurn();
    const other = right.get(name);
    if (!other || !sameContext(context, other)) return false;
  }
  return true;
}

/** Two that are one object, or still the bytes they were read from, need not be decoded. */
function sameContext(a: StoredContext, b: StoredContext): boolean {
  return sameBytes(a, b) ?? sameValue(a, b);
}

/** Whether two contexts say the same, as far as it shows without decoding them; null: it does not show. */
function sameBytes(a: StoredContext, b: StoredContext): boolean | null {
  if (a === b) return true;
  const [left, right] = [linesOf(a), linesOf(b)];
  return left && right ? left.equals(right) : null;
}

/**
 * Whether a context was plainly left as it is, which is quick to say: one object, or the same bytes. One that is not, may
 * say the same all the same.
 */
export function isUntouched(
  before: StoredContext,
  after: StoredContext | undefined,
): boolean {
  return after !== undefined && sameBytes(before, after) === true;
}

/** As `sameDocument`, of anything in one. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  if (a instanceof Secret || a instanceof Date) return sameLeaf(a, b);
  if (a instanceof Map) return b instanceof Map && sameMap(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && sameArray(a, b);
  return sameObject(a as Fields, b as Fields);
}

function sameLeaf(a: Secret | Date, b: object): boolean {
  if (a instanceof Secret)
    return b instanceof Secret && a.reveal() === b.reveal();
  return b instanceof Date && a.getTime() === b.getTime();
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

/** An empty map is not written, as if it were not there. */
function fieldsOf(value: Fields): readonly string[] {
  return Object.keys(value).filter((name) => {
    const one = value[name];
    const isEmpty = one === undefined || (one instanceof Map && one.size === 0);
    return !isEmpty && !leftOut.has(name);
  });
}
