/**
 * How many of something, for a sentence: `1 context`, `10,000 contexts`, `1 session is`. What only takes an s in the
 * plural needs no `several`. Counts beyond 999 have commas, in every message of command line and window.
 */
export function countOf(
  count: number,
  one: string,
  several = `${one}s`,
): string {
  return `${withCommas(count)} ${count === 1 ? one : several}`;
}

/**
 * A whole number from 0 on as people read it: `10,000`. Not by `toLocaleString`, for which a program reads the tables of all
 * languages and keeps them.
 */
export function withCommas(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
