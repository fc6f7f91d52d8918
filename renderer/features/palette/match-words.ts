/** What is searched of something, in lower case. */
export interface Searched {
  readonly name: string;
  /** Endpoints, labels, notes: whatever it may be remembered by. */
  readonly rest: string;
}

/** Found by what it is remembered by, not by its name. */
const byRest = 4;

/** How well something answers words in any order; null: one of them is not in it. Lower is better. In lower case. */
export function rankWords(
  { name, rest }: Searched,
  wanted: string,
): number | null {
  let sum = 0;
  for (const word of wanted.split(/\s+/)) {
    const found = rank(name, word) ?? (rest.includes(word) ? byRest : null);
    if (found === null) return null;
    sum += found;
  }
  return sum;
}

/** How well a name answers one word; null: not at all. Letters may be left out. */
function rank(name: string, wanted: string): number | null {
  const at = name.indexOf(wanted);
  if (at === 0) return 0;
  if (at > 0) return /[^a-z0-9]/.test(name[at - 1] ?? "") ? 1 : 2;
  let position = 0;
  for (const letter of wanted) {
    position = name.indexOf(letter, position) + 1;
    if (position === 0) return null;
  }
  return 3;
}
