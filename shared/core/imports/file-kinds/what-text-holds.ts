import type { Holding } from "../../found-file.ts";
import { decodeGoBase64 } from "../../talosconfig/go-base64.ts";
import { child } from "../yaml-documents.ts";

/** What of Talos is in a text, judged by its keys. */
export function holdingOf(text: string): Holding {
  if (/^\s*"?contexts"?\s*:/m.test(text)) return "talosconfig";
  return /^\s*"?(certs|machine)"?\s*:/m.test(text) ? "authority" : "unknown";
}

/** The same of a document that was parsed. */
export function holdingOfMap(document: unknown): Holding {
  if (child(document, "contexts") !== undefined) return "talosconfig";
  const isAuthority =
    child(document, "certs") !== undefined ||
    child(document, "machine") !== undefined;
  return isAuthority ? "authority" : "unknown";
}

/** The text that is in base64; empty for what is none. */
export function fromBase64(text: string): string {
  const decoded = decodeGoBase64(text.trim());
  return decoded.ok ? new TextDecoder().decode(decoded.bytes) : "";
}
