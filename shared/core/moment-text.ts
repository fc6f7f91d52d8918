const toTheMinute = "2026-11-24T19:52".length;

/** A moment in a sentence: `2026-11-24 19:52 UTC`. Data has RFC 3339. */
export function momentText(moment: Date): string {
  return `${moment.toISOString().slice(0, toTheMinute).replace("T", " ")} UTC`;
}
