import { expect, test } from "vitest";
import { calendarText } from "../../../../shared/core/text/icalendar.ts";

const at = new Date("2027-03-01T12:30:45.678Z");
const made = new Date("2026-11-28T00:00:30Z");
const plain = {
  uid: "1@talos-vault",
  at,
  title: "It ends",
  details: ["of itself", "and so on"],
  reminderDays: [30, 1],
};

test("an event has what a calendar needs, each line ended as RFC 5545 wants it", () => {
  expect(calendarText([plain], made)).toBe(
    [
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Talos Vault//Talos Vault//EN",
      "BEGIN:VEVENT",
      "UID:1@talos-vault",
      "DTSTAMP:20261128T000030Z",
      "SEQUENCE:29930400",
      "DTSTART:20270301T123045Z",
      "SUMMARY:It ends",
      "DESCRIPTION:of itself\\nand so on",
      "CLASS:PRIVATE",
      "TRANSP:TRANSPARENT",
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      "DESCRIPTION:It ends",
      "TRIGGER:-P30D",
      "END:VALARM",
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      "DESCRIPTION:It ends",
      "TRIGGER:-P1D",
      "END:VALARM",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ].join("\r\n"),
  );
});

test("no text begins a line of its own or ends its value", () => {
  const title = "a\r\nATTACH:file\rb\nEND:VEVENT\\;,\u0000\u009bc";
  const details = [title];
  const text = calendarText([{ ...plain, title, details }], made);
  const value =
    "a⟨U+000D⟩⟨U+000A⟩ATTACH:file⟨U+000D⟩b⟨U+000A⟩END:VEVENT\\\\\\;\\,⟨U+0000⟩⟨U+009B⟩c";
  const unfolded = text.replaceAll("\r\n ", "");
  expect(unfolded).toContain(`\r\nSUMMARY:${value}\r\n`);
  expect(unfolded).toContain(`\r\nDESCRIPTION:${value}\r\n`);
  expect(text.split("\r\n").filter((line) => /[\r\n]/.test(line))).toEqual([]);
  expect(text.match(/^END:VEVENT/gm)).toHaveLength(1);
});

test.each([
  "x".repeat(66),
  "x".repeat(67),
  "x".repeat(68),
  "x".repeat(500),
  "ä".repeat(200),
  `x${"👩🏽‍💻".repeat(40)}`,
])(
  "a long line is folded at 75 bytes and is the same unfolded: %#",
  (title) => {
    const text = calendarText([{ ...plain, title, reminderDays: [] }], made);
    const lines = text.split("\r\n");
    for (const line of lines)
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(lines.some((line) => line.startsWith(" "))).toBe(
      Buffer.byteLength(`SUMMARY:${title}`) > 75,
    );
    // Bytes, so that each line is whole characters.
    const unfolded = Buffer.concat(
      lines.map((line) => Buffer.from(line.startsWith(" ") ? line.slice(1) : `\n${line}`)), // prettier-ignore
    ).toString();
    expect(unfolded).toContain(`\nSUMMARY:${Buffer.from(title).toString()}\n`);
  },
);
