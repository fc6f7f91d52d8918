import { X509Certificate } from "node:crypto";

// Loads no parser of our own: a session's way to its key goes through here.

/**
 * Is the first certificate of a PEM text signed by one of these authorities, by name (byte for byte, as Go has it) and
 * signature? False for what is none.
 */
export function isSignedByAny(pem: string, by: readonly string[]): boolean {
  const leaf = read(pem);
  return leaf !== null && by.some((one) => signed(leaf, read(one)));
}

/** Have two certificates one key and one name, byte for byte? What is signed by one is signed by the other. */
export function isSameSigner(a: string, b: string): boolean {
  const [one, other] = [read(a), read(b)];
  if (!one || !other) return false;
  return (
    one.names.subject.equals(other.names.subject) &&
    one.certificate.publicKey.equals(other.certificate.publicKey)
  );
}

interface Names {
  readonly issuer: Buffer;
  readonly subject: Buffer;
}

interface Read {
  readonly certificate: X509Certificate;
  readonly names: Names;
}

function signed(leaf: Read, by: Read | null): boolean {
  try {
    return (
      by !== null &&
      leaf.names.issuer.equals(by.names.subject) &&
      leaf.certificate.verify(by.certificate.publicKey)
    );
  } catch {
    return false;
  }
}

function read(pem: string): Read | null {
  try {
    const certificate = new X509Certificate(pem);
    return { certificate, names: namesIn(certificate.raw) };
  } catch {
    return null;
  }
}

const versionTag = 0xa0;

/**
 * TBSCertificate: [version], serial, signature, issuer, validity, subject (RFC 5280 4.1), in bytes that OpenSSL has read.
 * Throws for what is cut off.
 */
function namesIn(der: Buffer): Names {
  const body = inside(inside(der));
  const hasVersion = body[0] === versionTag;
  let rest = body;
  const next = (): Buffer => {
    const one = rest.subarray(0, endOf(rest));
    rest = rest.subarray(one.length);
    return one;
  };
  for (let passed = hasVersion ? 3 : 2; passed > 0; passed--) next();
  const issuer = next();
  next();
  return { issuer, subject: next() };
}

function inside(der: Buffer): Buffer {
  return der.subarray(beginningOf(der).at, endOf(der));
}

function endOf(der: Buffer): number {
  const { at, length } = beginningOf(der);
  if (at + length > der.length) throw new RangeError("cut off");
  return at + length;
}

/** Where the value of the first element begins, and how long it is (X.690 8.1.3). */
function beginningOf(der: Buffer): { at: number; length: number } {
  const first = der.readUInt8(1);
  if (first < 0x80) return { at: 2, length: first };
  const bytes = first - 0x80;
  return { at: 2 + bytes, length: der.readUIntBE(2, bytes) };
}
