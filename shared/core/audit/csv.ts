import type { AuditLine } from "./line.ts";

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
