/**
 * How many of something, for a sentence: `1 context`, `10,000 contexts`, `1 session is`. What only takes an s in the
 * plural needs no `several`. Counts beyond 999 have commas, in every message of command line and window.
 */
export function countOf(
  count: number,
  one: string,
  several = `${one}s`,
): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : several}`;
}
