const letter = /\p{L}/u;
const digit = /\p{Nd}/u;
const isLetter = (rune: string) => letter.test(rune);
const isDigit = (rune: string) => digit.test(rune);

/**
 * Compares two map keys as go-yaml sorts them when Talos writes a file (internal/libyaml/representer.go:415-482):
 * rune by rune, digit runs by their number, so that `prod-2` comes before `prod-10`.
 */
export function compareNaturally(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  let isAfterDigit = false;
  for (let index = 0; index < left.length && index < right.length; index++) {
    const x = left[index] ?? "";
    const y = right[index] ?? "";
    if (x === y) isAfterDigit = isDigit(x);
    else return compareFrom(left, right, index, isAfterDigit);
  }
  return left.length - right.length;
}

/** Compares from the first rune that differs. */
function compareFrom(
  left: readonly string[],
  right: readonly string[],
  index: number,
  isAfterDigit: boolean,
): number {
  const x = left[index] ?? "";
  const y = right[index] ?? "";
  if (isLetter(x) && isLetter(y)) return compareRunes(x, y);
  if (isLetter(x) || isLetter(y)) return isLetter(x) === isAfterDigit ? -1 : 1;
  return compareNumbers(left, right, index) || compareRunes(x, y);
}

/** Compares the numbers that go on at `index`: by value, then by the count of their digits. */
function compareNumbers(
  left: readonly string[],
  right: readonly string[],
  index: number,
): number {
  const isZero = left[index] === "0" || right[index] === "0";
  const start = isZero ? startOfNumber(left, index) : 0n;
  const ofLeft = readNumber(left, index, start);
  const ofRight = readNumber(right, index, start);
  if (ofLeft.value !== ofRight.value)
    return ofLeft.value < ofRight.value ? -1 : 1;
  return ofLeft.end - ofRight.end;
}

/** 1 when the digits just before hold a non-zero one: then a zero continues a number instead of padding one. */
function startOfNumber(runes: readonly string[], index: number): bigint {
  for (let at = index - 1; at >= 0 && isDigit(runes[at] ?? ""); at--)
    if (runes[at] !== "0") return 1n;
  return 0n;
}

function readNumber(runes: readonly string[], index: number, start: bigint) {
  let value = start;
  let end = index;
  for (; end < runes.length && isDigit(runes[end] ?? ""); end++) {
    // Go counts in 64 bits and lets them overflow; any Nd rune counts by its distance from "0".
    const step = BigInt((runes[end]?.codePointAt(0) ?? 0) - 0x30);
    value = BigInt.asIntN(64, value * 10n + step);
  }
  return { value, end };
}

function compareRunes(x: string, y: string): number {
  return (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0);
}
