import {
  certificatesOf,
  decodeAuthority,
} from "../../certificates/read-credential.ts";
import { pem } from "../../pki/pem.ts";
import { toBase64 } from "../../pki/base64.ts";

/**
 * One `ca` field that trusts what both trust, the second's first; Talos takes several certificates in it
 * (secure_credentials.go, AppendCertsFromPEM). A field that has everything in that order already stays as it is spelled.
 */
export function joinAuthorities(
  before: string | undefined,
  added: string,
): string {
  if (before === undefined) return added;
  const known = certificatesOf(decodeAuthority(before));
  const more = certificatesOf(decodeAuthority(added));
  const prints = new Set(more.map(({ fingerprint }) => fingerprint));
  const others = known.filter(({ fingerprint }) => !prints.has(fingerprint));
  const joined = [...more, ...others];
  const isAlready = joined.every(
    ({ fingerprint }, index) => known[index]?.fingerprint === fingerprint,
  );
  return isAlready ? before : writeAuthorities(joined);
}

/** A `ca` field with these certificates. */
export function writeAuthorities(
  certificates: readonly { readonly der: Uint8Array }[],
): string {
  return toBase64(
    certificates.map(({ der }) => pem("CERTIFICATE", der)).join(""),
  );
}
