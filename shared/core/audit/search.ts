import type { AuditLine } from "./line.ts";

/** Which events are looked for; all that is given has to be so. */
export interface AuditSearch {
  /** Each occurs somewhere in the line, upper or lower case. */
  readonly words: readonly string[];
  /** Not before. */
  readonly since: Date | null;
  /** The session's id, or how it begins. */
  readonly session: string | null;
  readonly context: string | null;
}

export function isFound(
  line: AuditLine,
  { words, since, session, context }: AuditSearch,
): boolean {
  if (since !== null && Date.parse(line.time) < since.getTime()) return false;
  if (session !== null && !line.session?.startsWith(session)) return false;
  if (context !== null && line.context !== context) return false;
  if (words.length === 0) return true;
  const { prev: _prev, seal: _seal, ...said } = line;
  const text = JSON.stringify(said).toLowerCase();
  return words.every((word) => text.includes(word.toLowerCase()));
}

const titles = ["n", "time", "event", "context", "session", "roles", "serial", "reason", "process", "detail"] as const; // prettier-ignore

/** The first line of a file of values that are separated by commas (RFC 4180). */
export const csvTitles = `${titles.join(",")}\r\n`;

/** A line as values that are separated by commas. */
export function csvLine(line: AuditLine): string {
  const values = titles.map((title) => csvValue(line[title]));
  return `${values.join(",")}\r\n`;
}

/** A spreadsheet takes what begins with one of these for a formula: an apostrophe tells it that it is text. */
const asText = "'";
const formula = /^[=+\-@\t\r]/;

function csvValue(value: AuditLine[keyof AuditLine]): string {
  if (value === undefined || value === null) return "";
  const text = textOf(value);
  const safe = formula.test(text) ? asText + text : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function textOf(value: NonNullable<AuditLine[keyof AuditLine]>): string {
  if (Array.isArray(value)) return value.join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
