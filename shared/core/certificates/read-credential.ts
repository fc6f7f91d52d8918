import { readCertificate, type Certificate } from "../pki/certificate.ts";
import { readPem, type PemBlock } from "../pki/pem.ts";
import { decodeGoBase64 } from "../talosconfig/go-base64.ts";

/** A `ca`, `crt` or `key` of a talosconfig, decoded as far as it goes. */
export type DecodedField =
  | { readonly kind: "absent" }
  | { readonly kind: "not-base64"; readonly offset: number }
  | { readonly kind: "not-pem" }
  | { readonly kind: "pem"; readonly blocks: readonly PemBlock[] };

/** What a field of a talosconfig is, Base64 of PEM, or where it ceases to be. Nothing in the blocks is parsed. */
export function decodeField(text: string | undefined): DecodedField {
  if (text === undefined || text === "") return { kind: "absent" };
  const decoded = decodeGoBase64(text);
  if (!decoded.ok) return { kind: "not-base64", offset: decoded.offset };
  const blocks = readPem(decoded.bytes);
  return blocks.length === 0 ? { kind: "not-pem" } : { kind: "pem", blocks };
}

export interface ReadCertificate extends Certificate {
  readonly der: Uint8Array;
}

const authoritiesKept = 64;
const authorities = new Map<string, DecodedField>();

/**
 * As `decodeField`, for a `ca`: blocks with header lines are none, as for Go. It is public, and thousands of contexts may
 * have the same.
 */
export function decodeAuthority(text: string | undefined): DecodedField {
  const known = text === undefined ? undefined : authorities.get(text);
  const decoded = known ?? withoutHeaders(decodeField(text));
  if (text === undefined || known) return decoded;
  if (authorities.size >= authoritiesKept) authorities.clear();
  authorities.set(text, decoded);
  return decoded;
}

/** Go's AppendCertsFromPEM passes over them; X509KeyPair, for `crt` and `key`, does not. */
function withoutHeaders(field: DecodedField): DecodedField {
  if (field.kind !== "pem") return field;
  const blocks = field.blocks.filter(({ hasHeaders }) => !hasHeaders);
  return blocks.length === 0 ? { kind: "not-pem" } : { kind: "pem", blocks };
}

const read = new WeakMap<DecodedField, readonly ReadCertificate[]>();

/** The certificates of a field, in order; blocks that are something else are left out. */
export function certificatesOf(
  field: DecodedField,
): readonly ReadCertificate[] {
  const known = read.get(field);
  if (known) return known;
  const found = readCertificates(field);
  read.set(field, found);
  return found;
}

function readCertificates(field: DecodedField): readonly ReadCertificate[] {
  if (field.kind !== "pem") return [];
  return field.blocks.flatMap(({ label, der }) => {
    const certificate = label === "CERTIFICATE" ? readCertificate(der) : null;
    return certificate === null ? [] : [{ ...certificate, der }];
  });
}
