/** How well a name answers what was typed; null: not at all. Lower is better. Both are in lower case. */
export function rank(name: string, wanted: string): number | null {
  const at = name.indexOf(wanted);
  if (at === 0) return 0;
  if (at > 0) return /[^a-z0-9]/.test(name[at - 1] ?? "") ? 1 : 2;
  let position = 0;
  for (const letter of wanted) {
    if (letter === " ") continue;
    position = name.indexOf(letter, position) + 1;
    if (position === 0) return null;
  }
  return 3;
}
