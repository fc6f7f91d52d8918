/**
 * The lines of another file of JSON lines that ours has not, to be appended: no line of ours is moved or rewritten. Readers
 * put them in the order of their times.
 */
export function missingLines(ours: string, theirs: string): string {
  const known = new Set(linesOf(ours));
  const missing = new Set(linesOf(theirs).filter((line) => !known.has(line)));
  return [...missing].map((line) => `${line}\n`).join("");
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
