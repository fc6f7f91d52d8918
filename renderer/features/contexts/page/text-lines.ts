/** What stands in the lines of a text field, without blanks and empty lines. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The lines of a note as a page shows them: a tab is two blanks. */
export function noteLines(note: string): string[] {
  return note
    .trim()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replaceAll("\t", "  "));
}
