import { decodeGoBase64 } from "../talosconfig/base64.ts";

/**
 * Do two `ca` fields trust a CA in common? After a rotation a context may hold two. Compared as PEM texts, so that ten
 * thousand contexts need no certificate parsed, and lending a key loads no parser.
 */
export function isSameCluster(
  a: string | undefined,
  b: string | undefined,
): boolean {
  if (a === undefined || b === undefined) return false;
  if (a === b) return true;
  const blocks = new Set(pemBlocks(a));
  return pemBlocks(b).some((block) => blocks.has(block));
}

/** The certificates of a field without blanks, so that a line's length or its end makes no difference. */
export function pemBlocks(field: string): readonly string[] {
  return pemText(field).match(/BEGINCERTIFICATE-----[^-]+/g) ?? [];
}

/** The PEM text of a field without blanks; empty when it is no base64. */
function pemText(field: string): string {
  const decoded = decodeGoBase64(field);
  if (!decoded.ok) return "";
  return new TextDecoder().decode(decoded.bytes).replace(/\s/g, "");
}
