import {
  certificatesOf,
  decodeAuthority,
} from "../certificates/read-credential.ts";

/** Do two `ca` fields trust a CA in common? After a rotation a context may hold two. */
export function isSameCluster(
  a: string | undefined,
  b: string | undefined,
): boolean {
  if (a === undefined || b === undefined) return false;
  if (a === b) return true;
  const prints = new Set(printsOf(a));
  return printsOf(b).some((print) => prints.has(print));
}

function printsOf(ca: string): readonly string[] {
  return certificatesOf(decodeAuthority(ca)).map(
    ({ fingerprint }) => fingerprint,
  );
}
