/** What a person types with commas between: names, addresses, roles. */
export function typedList(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
