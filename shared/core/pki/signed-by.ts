import { parse } from "./certificate.ts";

/** Is a certificate signed by one of these authorities, by name and by signature? */
export function isSignedBy(
  certificate: Uint8Array,
  authorities: readonly Uint8Array[],
): boolean {
  const leaf = parse(certificate);
  if (leaf === null) return false;
  return authorities.some((der) => {
    const authority = parse(der);
    return (
      authority !== null &&
      leaf.checkIssued(authority) &&
      verifies(leaf, authority)
    );
  });
}

type Parsed = NonNullable<ReturnType<typeof parse>>;

function verifies(leaf: Parsed, authority: Parsed): boolean {
  try {
    return leaf.verify(authority.publicKey);
  } catch {
    return false;
  }
}
