const fewLetters = 5;

/**
 * The name that was meant, when one is within two edits (one for a short word, and with other letters' case for nothing):
 * a letter more, less, another or two swapped. Null where none is so near, or two are.
 */
export function closest(typed: string, names: Iterable<string>): string | null {
  const most = typed.length <= fewLetters ? 1 : 2;
  const near = [...new Set(names)]
    .map((name) => ({
      name,
      edits: edits(typed.toLowerCase(), name.toLowerCase()),
    }))
    .filter((one) => one.edits <= most && one.edits < typed.length)
    .toSorted((a, b) => a.edits - b.edits);
  const [best, next] = near;
  return best && best.edits !== next?.edits ? best.name : null;
}

/** Damerau and Levenshtein's distance; more than two counts as three. */
function edits(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > 2) return 3;
  let older: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      const isSwapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (older[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    older = row;
    row = next;
  }
  return row.at(-1) ?? 0;
}
