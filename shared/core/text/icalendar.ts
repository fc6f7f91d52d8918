// Files for calendars, RFC 5545.
// A library of that is many times as large, and our own lines around it would be no fewer.
import { printable } from "./printable.ts";

/** Bytes, RFC 5545, 3.1. */
const longestLine = 75;
const encoder = new TextEncoder();

/** A moment to be reminded of. */
export interface CalendarEvent {
  /** The same in every file that tells of it: a calendar that has it already takes the newer one in its place. */
  readonly uid: string;
  readonly at: Date;
  readonly title: string;
  /** A line each. */
  readonly details: readonly string[];
  /** Whole days before it at which the calendar reminds of it. */
  readonly reminderDays: readonly number[];
}

/** A calendar with these events, made at a moment, to the second; what is made later replaces what was made before. */
export function calendarText(
  events: readonly CalendarEvent[],
  made: Date,
): string {
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Talos Vault//Talos Vault//EN",
    ...events.flatMap((event) => linesOf(event, made)),
    "END:VCALENDAR",
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join("");
}

function linesOf(
  { uid, at, title, details, reminderDays }: CalendarEvent,
  made: Date,
): readonly string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${escaped(uid)}`,
    `DTSTAMP:${momentOf(made)}`,
    // Some calendars take a newer one for the same event only by its number (3.8.7.4). Minutes since 1970 fit into its 31 bits.
    `SEQUENCE:${String(Math.floor(made.getTime() / 60_000))}`,
    // Without an end it ends when it begins (3.6.1).
    `DTSTART:${momentOf(at)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${details.map(escaped).join("\\n")}`,
    "CLASS:PRIVATE",
    // Nobody is busy because a certificate ends.
    "TRANSP:TRANSPARENT",
    ...reminderDays.flatMap((days) => [
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      `DESCRIPTION:${escaped(title)}`,
      `TRIGGER:-P${String(days)}D`,
      "END:VALARM",
    ]),
    "END:VEVENT",
  ];
}

/** 3.3.5, form 2: 20270301T120000Z */
function momentOf(moment: Date): string {
  return moment.toISOString().replace(/[-:]|\.\d+/g, "");
}

/** A line of text as a value, 3.3.11: what is not seen is spelled out, so that none begins another line, and what would end it is escaped. */
function escaped(line: string): string {
  return printable(line).replace(/[\\;,]/g, "\\$&");
}

/** A line of at most 75 bytes; what follows stands on others that begin with a space, 3.1. No character is cut in two. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  let bytes = 0;
  for (const character of line) {
    const more = encoder.encode(character).length;
    if (bytes + more > longestLine) {
      parts.push(part);
      part = " ";
      bytes = 1;
    }
    part += character;
    bytes += more;
  }
  return [...parts, part].join("\r\n");
}
