import { replaceUnseen } from "./printable.ts";

const withMilliseconds = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{3}Z$/;

/** JSON whose text can be shown anywhere: what cannot be seen is escaped, and the value stays the same. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, wholeSeconds, 2)
    .split("\n")
    .map((line) => replaceUnseen(line, escaped))
    .join("\n");
}

/** Moments without milliseconds, as jq's `fromdateiso8601` and others read them. */
function wholeSeconds(_: string, value: unknown): unknown {
  return typeof value === "string"
    ? value.replace(withMilliseconds, "$1Z")
    : value;
}

function escaped(found: string): string {
  return Array.from(
    { length: found.length },
    (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
}
