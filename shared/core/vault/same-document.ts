import { isSliceOverAt, othersTurn } from "../work-in-slices.ts";
import { sameValue } from "../same-value.ts";
import type { StoredContext, VaultDocument } from "./document.ts";
import { linesOf } from "./stored-lines.ts";

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
