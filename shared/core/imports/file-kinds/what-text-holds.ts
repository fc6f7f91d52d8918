import type { Holding, OtherFile } from "../../found-file.ts";
import { readPem } from "../../pki/pem.ts";
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
export function textInBase64(text: string): string {
  const decoded = decodeGoBase64(text.trim());
  return decoded.ok ? new TextDecoder().decode(decoded.bytes) : "";
}

/** A talosconfig that is a text in the file, as `terraform output -json NAME` and copied Secrets have it. */
export function wrappedIn(text: string): OtherFile | null {
  const holds = holdingOf(text);
  if (holds !== "unknown")
    return { kind: "wrapped", how: "json-string", holds };
  // Not one long match: it would need a stack as deep as the text is long.
  const isBase64 = text.length >= 40 && !/[^\w+/=\s]|_/.test(text);
  if (!isBase64) return null;
  const inside = holdingOf(textInBase64(text.replaceAll(" ", "")));
  return inside === "unknown"
    ? null
    : { kind: "wrapped", how: "base64", holds: inside };
}

/** What blocks of PEM are. */
export function pemOf(bytes: Uint8Array): OtherFile {
  const labels = readPem(bytes).map(({ label }) => label);
  const hasCertificate = labels.includes("CERTIFICATE");
  const hasKey = labels.some((label) => label.endsWith("PRIVATE KEY"));
  const holds = hasCertificate
    ? hasKey
      ? "both"
      : "certificate"
    : hasKey
      ? "key"
      : "other";
  return { kind: "pem", holds };
}
