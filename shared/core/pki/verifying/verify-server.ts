import { limits } from "../../limits.ts";
import { readCertificate, type Certificate } from "../certificate.ts";
import { readFields } from "../certificate-fields.ts";
import { isLongKey, isReadByGo } from "../issuing/issuer.ts";
import { isComparable, isWithinConstraints } from "./name-constraints.ts";
import { standsFor } from "./server-name.ts";
import { pathsFrom } from "./signed-by.ts";

/** Why Go would not talk to a server. The codes are OpenSSL's and Node's where they have one. */
export interface Misfit {
  readonly code: string;
  /** A sentence. */
  readonly text: string;
}

export interface ServerCertificate {
  /** DER. */
  readonly leaf: Uint8Array;
  /** What it showed besides. */
  readonly between: readonly Uint8Array[];
  /** Each of these is believed, whoever signed it. */
  readonly anchors: readonly Uint8Array[];
  /** Name or address that was dialled. */
  readonly host: string;
  readonly now: Date;
}

/**
 * Verifies a server as Talos' own client does (crypto/x509 Verify), which differs from OpenSSL in what it takes and in
 * what it refuses (docs/decisions/0030). Null: it is who it has to be. Not looked at: policies, and names of mail and
 * URIs under an authority with constraints; a server that has them is refused.
 */
export function verifyServer(server: ServerCertificate): Misfit | null {
  const { leaf, between, anchors, host, now } = server;
  const [certificate, fields] = [readCertificate(leaf), readFields(leaf)];
  if (!certificate || !fields || !isReadByGo(certificate))
    return misfit("UNREADABLE", "Its certificate is not one that Go reads.");
  if ([leaf, ...between].some(hasLongKey))
    return misfit(
      "KEY_TOO_LONG",
      `It shows an RSA key of more than ${String(limits.rsaBits.most)} bits.`,
    );
  const own = misfitOf(leaf, now, 0);
  if (own) return own;
  if (!standsFor(fields.names, host))
    return misfit(
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "Its certificate has no alternative name for what was dialled.",
    );
  const paths = anchors.some((one) => Buffer.compare(one, leaf) === 0)
    ? [[]]
    : pathsFrom(leaf, anchors, between);
  let first: Misfit | null = null;
  for (const path of paths) {
    const wrong = misfitOfPath([leaf, ...path], now);
    if (!wrong) return null;
    first ??= wrong;
  }
  return (
    first ??
    misfit(
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "No CA of the context signed its certificate.",
    )
  );
}

function misfitOfPath(path: readonly Uint8Array[], now: Date): Misfit | null {
  for (const [index, one] of path.entries()) {
    const wrong = misfitOf(one, now, index);
    if (wrong) return wrong;
  }
  const chain = path.flatMap((one) => readFields(one) ?? []);
  if (!chain.every(({ usages }) => isForServers(usages)))
    return misfit(
      "INVALID_PURPOSE",
      "Its certificate, or its CA, is not for servers (extended key usage).",
    );
  if (!isComparable(chain))
    return misfit(
      "TOO_MANY_NAMES",
      "Its certificate has more names, and its CA more name constraints, than can be compared.",
    );
  return isWithinConstraints(chain)
    ? null
    : misfit(
        "PERMITTED_VIOLATION",
        "Its CA may not sign all the names in its certificate (name constraints).",
      );
}

/** `depth`: how many certificates are below. */
function misfitOf(der: Uint8Array, now: Date, depth: number): Misfit | null {
  const [certificate, fields] = [readCertificate(der), readFields(der)];
  if (!certificate || !fields)
    return misfit("UNREADABLE", "A certificate of its chain cannot be read.");
  if (fields.hasUnknown)
    return misfit(
      "UNHANDLED_CRITICAL_EXTENSION",
      "A certificate of its chain has a critical extension that nobody knows.",
    );
  const { basic } = fields;
  if (basic && basic.pathLength !== null && depth - 1 > basic.pathLength)
    return misfit(
      "PATH_LENGTH_EXCEEDED",
      "Its chain is longer than a CA allows.",
    );
  return misfitOfTimes(certificate, now);
}

function misfitOfTimes(
  { notBefore, notAfter }: Certificate,
  now: Date,
): Misfit | null {
  if (now < notBefore)
    return misfit("CERT_NOT_YET_VALID", "It is not valid yet.");
  return now > notAfter ? misfit("CERT_HAS_EXPIRED", "It has expired.") : null;
}

function hasLongKey(der: Uint8Array): boolean {
  const certificate = readCertificate(der);
  return certificate !== null && isLongKey(certificate);
}

const serverUsages = ["1.3.6.1.5.5.7.3.1", "2.5.29.37.0"];

function isForServers(usages: readonly string[]): boolean {
  return (
    usages.length === 0 || usages.some((usage) => serverUsages.includes(usage))
  );
}

function misfit(code: string, text: string): Misfit {
  return { code, text };
}
