/** The words of a search, in lower case. */
export function wordsOf(search: string): readonly string[] {
  return search.toLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether every word of a search is in one of these texts, in any order and case. An empty search is in all. */
export function hasWords(texts: readonly string[], search: string): boolean {
  const words = wordsOf(search);
  if (words.length === 0) return true;
  const text = texts.join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}
