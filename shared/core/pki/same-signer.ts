import { X509Certificate } from "node:crypto";

// Loads no parser of our own: a session's way to its key goes through here.

/** Is the first certificate of a PEM text signed by one of these, by name and signature? False for what is none. */
export function isSignedByAny(pem: string, by: readonly string[]): boolean {
  const leaf = read(pem);
  return leaf !== null && by.some((one) => signed(leaf, read(one)));
}

/** Have two certificates one key and one name? What is signed by one is signed by the other. */
export function isSameSigner(a: string, b: string): boolean {
  const [one, other] = [read(a), read(b)];
  if (!one || !other) return false;
  return one.subject === other.subject && one.publicKey.equals(other.publicKey);
}

function signed(leaf: X509Certificate, by: X509Certificate | null): boolean {
  try {
    return by !== null && leaf.issuer === by.subject && leaf.verify(by.publicKey); // prettier-ignore
  } catch {
    return false;
  }
}

function read(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}
