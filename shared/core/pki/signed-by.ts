import { parse } from "./certificate.ts";

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

/** The longest chains that are looked at; Talos' own have no certificate between. */
const mostBetween = 4;

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
  const root = authorities.find(
    (one) => isUsable(one) && signed(one, certificate),
  );
  if (root) return [root];
  const nearest = between.slice(0, mostBetween);
  for (const one of nearest) {
    if (!isUsable(one) || !signed(one, certificate)) continue;
    const others = nearest.filter((other) => other !== one);
    const rest = findPath(one, authorities, others, isUsable);
    if (rest) return [one, ...rest];
  }
  return null;
}

function signed(issuer: Uint8Array, certificate: Uint8Array): boolean {
  const [authority, leaf] = [parse(issuer), parse(certificate)];
  if (authority === null || leaf === null || !authority.ca) return false;
  return leaf.checkIssued(authority) && verifies(leaf, authority);
}

type Parsed = NonNullable<ReturnType<typeof parse>>;

function verifies(leaf: Parsed, authority: Parsed): boolean {
  try {
    return leaf.verify(authority.publicKey);
  } catch {
    return false;
  }
}
