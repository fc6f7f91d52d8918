import { limits } from "../../limits.ts";
import { parse, readCertificate } from "../certificate.ts";
import { readFields, type CertificateFields } from "../certificate-fields.ts";
import { isReadByGo } from "../issuing/issuer.ts";

/**
 * Is a certificate signed by one of these authorities, by name and by signature, or by one that they signed? `between`:
 * certificates that came with it. Neither times nor usages count.
 */
export function isSignedBy(
  certificate: Uint8Array,
  authorities: readonly Uint8Array[],
  between: readonly Uint8Array[] = [],
): boolean {
  return findPath(certificate, authorities, between) !== null;
}

/** Two certificates of one name and one key: what is signed by one is signed by the other, whatever their key identifiers. */
export function isSameAuthority(one: Uint8Array, other: Uint8Array): boolean {
  const [a, b] = [readFields(one), readFields(other)];
  if (!a || !b) return false;
  return a.subject.equals(b.subject) && a.spki.equals(b.spki);
}

/** How many signatures may still be verified: each costs time, and who sends CAs may send thousands of one name. */
class SignatureBudget {
  #left: number = limits.chainSignatures.most;

  /** False when none is left. As Go counts (crypto/x509 buildChains): once for each candidate of the right name. */
  take(): boolean {
    return this.#left-- > 0;
  }
}

/**
 * Who signed a certificate, from its issuer up to one of the authorities, over certificates that came with it; null
 * when there is no such chain of usable ones.
 */
export function findPath(
  certificate: Uint8Array,
  authorities: readonly Uint8Array[],
  between: readonly Uint8Array[],
  isUsable: (der: Uint8Array) => boolean = () => true,
): readonly Uint8Array[] | null {
  const [path] = pathsFrom(certificate, authorities, between, isUsable);
  return path ?? null;
}

/** Each such chain, the shortest at each step first, as far as the budget of signatures goes. */
export function* pathsFrom(
  certificate: Uint8Array,
  authorities: readonly Uint8Array[],
  between: readonly Uint8Array[],
  isUsable: (der: Uint8Array) => boolean = () => true,
): Generator<readonly Uint8Array[]> {
  const budget = new SignatureBudget();
  yield* pathsWithin(certificate, between);

  function* pathsWithin(
    from: Uint8Array,
    nearest: readonly Uint8Array[],
  ): Generator<readonly Uint8Array[]> {
    for (const root of authorities)
      if (isUsable(root) && signed(root, from, budget)) yield [root];
    for (const one of nearest) {
      // A root may be without a word about being an authority, as before X.509 version 3; one between may not.
      if (!isUsable(one) || readFields(one)?.basic?.isCa !== true) continue;
      if (!signed(one, from, budget)) continue;
      const others = nearest.filter((other) => other !== one);
      for (const rest of pathsWithin(one, others)) yield [one, ...rest];
    }
  }
}

/**
 * As Go decides (crypto/x509 CheckSignatureFrom): names are the same byte for byte, so that `talos` in another kind of
 * string is another name; key identifiers are a hint for the order and no condition; of many authorities of one name
 * each is tried.
 */
function signed(
  issuer: Uint8Array,
  certificate: Uint8Array,
  budget: SignatureBudget,
): boolean {
  const [authority, leaf] = [readFields(issuer), readFields(certificate)];
  if (!authority || !leaf?.issuer.equals(authority.subject)) return false;
  if (!budget.take()) return false;
  if (!maySign(authority) || !signatures.has(leaf.algorithm)) return false;
  return hasKeyOfGo(issuer) && verifies(certificate, issuer);
}

const judged = new WeakMap<Uint8Array, boolean>();

/** Asked once for as long as the bytes live: thousands of certificates are of one authority. */
function hasKeyOfGo(issuer: Uint8Array): boolean {
  const known = judged.get(issuer);
  if (known !== undefined) return known;
  const parsed = readCertificate(issuer);
  const isGood = parsed !== null && isReadByGo(parsed);
  judged.set(issuer, isGood);
  return isGood;
}

const certSign = 0x04;

function maySign({ version, basic, keyUsage }: CertificateFields): boolean {
  const isAuthority = basic ? basic.isCa : version < 3;
  return isAuthority && (!keyUsage || (keyUsage & certSign) !== 0);
}

/** What Go verifies: no SHA-1, no DSA, no MD5. */
const signatures = new Set([
  "1.3.101.112",
  "1.2.840.10045.4.3.2",
  "1.2.840.10045.4.3.3",
  "1.2.840.10045.4.3.4",
  "1.2.840.113549.1.1.10",
  "1.2.840.113549.1.1.11",
  "1.2.840.113549.1.1.12",
  "1.2.840.113549.1.1.13",
]);

function verifies(certificate: Uint8Array, issuer: Uint8Array): boolean {
  const [leaf, authority] = [parse(certificate), parse(issuer)];
  try {
    return leaf !== null && authority !== null && leaf.verify(authority.publicKey); // prettier-ignore
  } catch {
    return false;
  }
}
