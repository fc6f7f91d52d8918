/** So much of the id of a session or a question is enough for a person to name it by. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}
