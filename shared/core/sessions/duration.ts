import { countOf } from "../counted-noun.ts";

/** In seconds, as every life here. */
export const hour = 3600;
export const day = 24 * hour;
/** 365 days: what Talos gives a certificate by default (8760h, constants.go:1357). */
export const year = 365 * day;

const secondsOf = { s: 1, m: 60, h: hour, d: day, w: 7 * day };
type Unit = keyof typeof secondsOf;

/**
 * The longest that a session may last: a year, after which Talos' own certificates end.
 * @alias
 */
export const maxSessionSeconds = year;

/** The longest that a certificate can be asked for: a hundred years. */
export const maxCertificateSeconds = 100 * year;

/** A number as Go has it: `1`, `1.5`, `.5`, `1.`. */
const part = /(\d+(?:\.\d*)?|\.\d+)([smhdw])/g;
const whole = new RegExp(`^(?:${part.source})+$`);

/**
 * Seconds of a duration as Go writes it (`1h30m`, `90s`, `.5h`), with `d` and `w` besides. Null for anything else,
 * for nothing, and for more than `longest` seconds.
 */
export function parseDuration(
  text: string,
  longest = maxSessionSeconds,
): number | null {
  if (!whole.test(text)) return null;
  let seconds = 0;
  for (const [, count = "", unit = ""] of text.matchAll(part))
    seconds += Number(count) * secondsOf[unit as Unit];
  return seconds >= 1 && seconds <= longest ? Math.round(seconds) : null;
}

const written = ["d", "h", "m", "s"] as const;
const words = { d: "day", h: "hour", m: "minute", s: "second" };

/** In the largest unit that it is a whole number of, as `parseDuration` reads it: `90m`, `8h`. */
export function durationText(seconds: number): string {
  const { count, unit } = wholeUnit(seconds);
  return `${String(count)}${unit}`;
}

/** The same in a sentence: `90 minutes`, `1 hour`. */
export function durationWords(seconds: number): string {
  const { count, unit } = wholeUnit(seconds);
  return countOf(count, words[unit]);
}

/** The same for a person who is asked something: many seconds, of what is left of something, in larger units (`about 5 minutes`). */
export function roughDurationWords(seconds: number): string {
  const { count, unit } = wholeUnit(seconds);
  const rough = written.find((one) => seconds >= 2 * secondsOf[one]) ?? "s";
  return unit !== "s" || count <= mostSecondsSaid
    ? durationWords(seconds)
    : `about ${countOf(Math.round(seconds / secondsOf[rough]), words[rough])}`;
}

/** A person who typed 90s sees 90 seconds; of more than two minutes nobody counts them. */
const mostSecondsSaid = 120;

function wholeUnit(seconds: number) {
  const unit =
    written.find((one) => seconds % secondsOf[one] === 0) ?? ("s" as const);
  return { count: seconds / secondsOf[unit], unit };
}
