// Which contexts are of one cluster, whose administrator may be borrowed, and who issued a context.
// Keep: Only here CAs of contexts are compared (docs/decisions/0040).
import { readCertificate } from "../pki/certificate.ts";
import { readPem } from "../pki/pem.ts";
import { sha256Hex } from "../pki/primitives/hash-and-hmac.ts";
import { isSameSigner, isSignedByAny } from "../pki/verifying/same-signer.ts";
import { decodeGoBase64 } from "../talosconfig/go-base64.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { StoredAuthority, VaultDocument } from "../vault/document.ts";

// Who is trusted for what (decision 40). Nobody else compares the CAs of contexts.

/** What says to which cluster a context belongs. */
export type Belonging = Pick<TalosContext, "ca" | "crt">;

/**
 * Do two `ca` fields trust a CA in common? Anybody can write a CA's certificate into a file, so this may add a warning
 * or a question, and never gives anything. Compared as PEM texts: ten thousand contexts need no certificate parsed.
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

/** For one `ca` field those among these that are of its cluster: `isSameCluster` for many. */
export function amongClusters(
  fields: Iterable<string>,
): (ca: string | undefined) => readonly string[] {
  const byBlock = new Map<string, string[]>();
  const known = new Set(fields);
  for (const ca of known)
    for (const block of new Set(pemBlocks(ca)))
      byBlock.set(block, [...(byBlock.get(block) ?? []), ca]);
  return (ca) => {
    if (ca === undefined) return [];
    const others = pemBlocks(ca).flatMap((block) => byBlock.get(block) ?? []);
    return [...new Set([...(known.has(ca) ? [ca] : []), ...others])];
  };
}

/**
 * May `lender`, an administrator, ask a node for a credential of `borrower`? Its certificate must be signed by a CA that
 * the borrower trusts, and its `ca` may hold no other than the borrower's: else the node that answers is somebody else's.
 */
export function mayBorrow(borrower: Belonging, lender: Belonging): boolean {
  return addsNone(borrower, lender) && isVouchedFor(borrower, lender);
}

/**
 * Administrators that share a CA with other contexts and may not be borrowed by one of them: they bring a CA of their own,
 * as in the middle of a rotation, or in a file of somebody who wants to be asked. Each different `ca` is looked at once.
 */
export function strangeAdmins<Admin extends { readonly config: Belonging }>(
  admins: readonly Admin[],
  others: readonly Belonging[],
): readonly Admin[] {
  const fields = [...new Set(others.flatMap(({ ca }) => ca ?? []))];
  const byBlock = new Map<string, string[]>();
  for (const ca of fields)
    for (const block of new Set(pemBlocks(ca)))
      byBlock.set(block, [...(byBlock.get(block) ?? []), ca]);
  const known = new Map<string, boolean>();
  return admins.filter(({ config }) => {
    const { ca, crt } = config;
    if (ca === undefined || crt === undefined) return false;
    const key = `${ca} ${crt}`;
    const isStrange =
      known.get(key) ??
      pemBlocks(ca)
        .flatMap((block) => byBlock.get(block) ?? [])
        .some((other) => other !== ca && !mayBorrow({ ca: other }, config));
    known.set(key, isStrange);
    return isStrange;
  });
}

/**
 * Is `other` changed together with `found` when the cluster's CA rotates? Each one's certificate must be signed by a CA
 * that the other trusts; one without a certificate must bring no CA of its own.
 */
export function rotatesWith(found: Belonging, other: Belonging): boolean {
  if (!isSameCluster(found.ca, other.ca)) return false;
  if (found.ca === other.ca) return true;
  return fits(found, other) && fits(other, found);
}

/**
 * Does a name come to mean another cluster when `there` takes the place of `here`, as far as anybody can tell? Who may write
 * to a store would decide else where the next command goes. So it is for a rotation that was missed from begin to end.
 */
export function isOfAnotherCluster(here: Belonging, there: Belonging): boolean {
  return here.ca !== there.ca && !rotatesWith(here, there);
}

/**
 * The vault's authority that a context's credentials come from: that of the first certificate of its `ca`. What stands
 * behind it is no issuer: during a rotation that is the old CA. A CA that was encoded anew or renewed with its key and
 * name is found, too. Null: the vault has none.
 */
export function issuerOf(
  { authorities }: VaultDocument,
  ca: string | undefined,
): StoredAuthority | null {
  if (!authorities?.size || ca === undefined) return null;
  const [first] = pemBlocks(ca);
  if (first === undefined) return null;
  const all = [...authorities.values()];
  return (
    all.find(({ crt }) => pemBlocks(crt)[0] === first) ??
    all.find(({ crt }) => isSameFirst(crt, ca)) ??
    null
  );
}

/**
 * Are credentials of a context with this `ca` made by another CA than this one, after a rotation or in the midst of it? False
 * where either cannot be read.
 */
export function isRotatedAway(crt: string, ca: string | undefined): boolean {
  const [own] = certificates(crt);
  const [first] = certificates(ca ?? "");
  return own !== undefined && first !== undefined && !isSameSigner(own, first);
}

/**
 * Could the CA that a context trusts be one that took this one's place in a rotation? It is younger then; where a time cannot be
 * read it could be.
 */
export function mayFollow(ca: string, { ca: other }: Belonging): boolean {
  if (other === undefined) return false;
  const [before, after] = [ca, other].map(beginOf);
  return before == null || after == null || after > before;
}

/** When its newest certificate began to be valid; null: that cannot be read. */
function beginOf(field: string): Date | null {
  const begins = readPem(new TextEncoder().encode(decoded(field))).map(
    ({ der }) => readCertificate(der)?.notBefore ?? null,
  );
  return begins.reduce(
    (newest, one) => (newest && one && one > newest ? one : newest),
    begins[0] ?? null,
  );
}

/** Did this CA sign the certificate of a context? Nobody writes that into a file who has not its key. */
export function isMadeBy(ca: string, one: Belonging): boolean {
  return isVouchedFor({ ca }, one);
}

const comparedKept = 1024;
const compared = new Map<string, boolean>();

/** Parsed once for each CA: thousands of contexts have the same. */
function isSameFirst(crt: string, ca: string): boolean {
  const [one, other] = [certificates(crt)[0], certificates(ca)[0]];
  if (one === undefined || other === undefined) return false;
  const pair = sha256Hex(one + other);
  const known = compared.get(pair);
  if (known !== undefined) return known;
  if (compared.size >= comparedKept) compared.clear();
  const isSame = isSameSigner(one, other);
  compared.set(pair, isSame);
  return isSame;
}

function fits(by: Belonging, one: Belonging): boolean {
  return one.crt === undefined ? addsNone(by, one) : isVouchedFor(by, one);
}

function addsNone(to: Belonging, from: Belonging): boolean {
  if (to.ca === undefined || from.ca === undefined) return false;
  const known = new Set(pemBlocks(to.ca));
  const brought = pemBlocks(from.ca);
  return brought.length > 0 && brought.every((block) => known.has(block));
}

function isVouchedFor(by: Belonging, { crt }: Belonging): boolean {
  const [leaf] = certificates(crt ?? "");
  return leaf !== undefined && isSignedByAny(leaf, certificates(by.ca ?? ""));
}

/** The certificates of a field without blanks, so that a line's length or its end makes no difference. */
function pemBlocks(field: string): readonly string[] {
  const text = decoded(field).replaceAll(/\s/g, "");
  return text.match(/BEGINCERTIFICATE-----[^-]+/g) ?? [];
}

/** The same as PEM, one each. */
function certificates(field: string): readonly string[] {
  const one = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
  return decoded(field).match(one) ?? [];
}

/** Empty when it is no base64. */
function decoded(field: string): string {
  const found = decodeGoBase64(field);
  return found.ok ? new TextDecoder().decode(found.bytes) : "";
}
