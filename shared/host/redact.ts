import { Secret } from "../core/secret.ts";

const shown = "[redacted]";
/** Base64 of `-----BEGIN`, which every key of a talosconfig starts with. */
const encodedPem = /LS0tLS1CRUdJTi[A-Za-z0-9+/=\s]*/g;
const keyShapes =
  /AGE-SECRET-KEY-[0-9A-Z]*|-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/gi;

/**
 * The last net before the wall: a copy of a reply without anything that has the shape of a key. Handlers send
 * views that hold none; this is for the day when one does not. Functions and exotic objects do not cross.
 */
export function redact(value: unknown): unknown {
  if (typeof value === "string") return redactText(value);
  if (value instanceof Secret) return shown;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map || value instanceof Set) return null;
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [redactText(key), redact(one)]),
    );
  return typeof value === "function" ? null : value;
}

export function redactText(text: string): string {
  if (!text.includes("LS0tLS1CRUdJTi") && !/PRIVATE KEY|SECRET-KEY/i.test(text))
    return text;
  return text.replace(keyShapes, shown).replace(encodedPem, shown);
}
