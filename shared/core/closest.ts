const fewLetters = 5;

/**
 * The name that was meant, when one is within two edits (one for a short word, and with other letters' case for nothing):
 * a letter more, less, another or two swapped. Of two edits none is the first letter, so that `export` is not taken for
 * `import`. Null where none is so near, or two are.
 */
export function closest(typed: string, names: Iterable<string>): string | null {
  const most = typed.length <= fewLetters ? 1 : 2;
  const near = [...new Set(names)]
    .map((name) => ({
      name,
      edits: edits(typed.toLowerCase(), name.toLowerCase()),
    }))
    .filter((one) => one.edits <= most && one.edits < typed.length)
    .filter((one) => one.edits < 2 || isSameStart(typed, one.name))
    .toSorted((a, b) => a.edits - b.edits);
  const [best, next] = near;
  return best && best.edits !== next?.edits ? best.name : null;
}

/**
 * The beginning of an advice: the question whether that name was meant, with a blank behind it. Empty where none is near.
 * `written`: how a name is shown; in quotes, where nothing else is said.
 */
export function didYouMean(
  typed: string,
  names: Iterable<string>,
  written: (name: string) => string = (name) => `"${name}"`,
): string {
  const near = closest(typed, names);
  return near === null ? "" : `Did you mean ${written(near)}? `;
}

function isSameStart(typed: string, name: string): boolean {
  return typed.slice(0, 1).toLowerCase() === name.slice(0, 1).toLowerCase();
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
