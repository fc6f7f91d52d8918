import {
  certificatesOf,
  decodeAuthority,
  type ReadCertificate,
} from "./read-credential.ts";

export type ReadAuthorities = (
  ca: string | undefined,
) => readonly ReadCertificate[];

/** Reads `ca` fields, each once: thousands of contexts share a few. */
export function authorityReader(): ReadAuthorities {
  const known = new Map<string | undefined, readonly ReadCertificate[]>();
  return (ca) => {
    const found = known.get(ca) ?? certificatesOf(decodeAuthority(ca));
    known.set(ca, found);
    return found;
  };
}
