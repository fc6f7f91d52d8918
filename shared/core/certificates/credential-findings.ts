import { caFindings } from "./ca-findings.ts";
import { limits } from "../limits.ts";
import { isShortDer } from "../pki/der.ts";
import { matchKey } from "../pki/verifying/key-match.ts";
import { isSignedBy } from "../pki/verifying/signed-by.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import { certificateFindings } from "./certificate-findings.ts";
import { credentialKind } from "./credential-kind.ts";
import { finding, type Finding } from "./finding.ts";
import {
  certificatesOf,
  decodeAuthority,
  decodeField,
  type DecodedField,
  type ReadCertificate,
} from "./read-credential.ts";

interface Fields {
  readonly ca: DecodedField;
  readonly crt: DecodedField;
  readonly key: DecodedField;
}

/** A context's credential, read, and what takes computing to find out about it. */
export interface ReadCredential extends Fields {
  /** The certificates of `crt`, the client's own first. */
  readonly chain: readonly ReadCertificate[];
  /** Is it signed by the CA of its context? */
  readonly isSigned: boolean;
  /** Null: there is no pair to compare. */
  readonly match: ReturnType<typeof matchKey> | null;
}

/**
 * Reads credentials, each step for all of them before the next one: what reads certificates and what computes with them is more
 * code than a processor holds near, so that this takes three quarters of the time of one context after another.
 * All are held until the last is read.
 */
export function readCredentials(
  contexts: readonly TalosContext[],
): readonly ReadCredential[] {
  const fields = contexts.map(decodeFields);
  const withChains = fields.map((one) => ({ ...one, chain: certificatesOf(one.crt) })); // prettier-ignore
  const signed = withChains.map(isSignedByOwn);
  const matches = withChains.map(matchOwnKey);
  return withChains.map((one, at) => ({
    ...one,
    isSigned: signed[at] ?? false,
    match: matches[at] ?? null,
  }));
}

function decodeFields({ ca, crt, key }: TalosContext): Fields {
  return {
    ca: decodeAuthority(ca),
    crt: decodeField(crt),
    key: decodeField(key?.reveal()),
  };
}

type WithChain = Pick<ReadCredential, "ca" | "key" | "chain">;

function isSignedByOwn({ ca, chain }: WithChain): boolean {
  const ders = (list: readonly ReadCertificate[]) => list.map(({ der }) => der);
  const [certificate, ...between] = chain;
  return (
    certificate !== undefined &&
    isSignedBy(certificate.der, ders(certificatesOf(ca)), ders(between))
  );
}

function matchOwnKey({ key, chain }: WithChain): ReadCredential["match"] {
  const block = privateKeyIn(key);
  const [certificate] = chain;
  if (!certificate || !block || block.isEncrypted) return null;
  return matchKey(certificate.der, block);
}

function privateKeyIn(key: DecodedField) {
  return key.kind === "pem"
    ? key.blocks.find(({ label }) => label.endsWith("PRIVATE KEY"))
    : undefined;
}

const copyAgain = "Copy the talosconfig again from where it was made.";

/** What can be said of a context's `ca`, `crt`, `key` and `auth`. */
export function credentialFindings(
  context: TalosContext,
  now: Date,
): readonly Finding[] {
  return readCredentials([context]).flatMap((read) =>
    findingsOfRead(context, read, now),
  );
}

/** The same of one that was read already. */
export function findingsOfRead(
  context: TalosContext,
  read: ReadCredential,
  now: Date,
): readonly Finding[] {
  const { ca, crt, key } = read;
  return [
    ...Object.entries({ ca, crt, key }).flatMap(([name, field]) =>
      encodingFindings(name, field),
    ),
    ...kindFindings(context),
    ...authorityFindings(read, now),
    ...pairFindings(read, now),
  ];
}

function encodingFindings(
  name: string,
  field: DecodedField,
): readonly Finding[] {
  if (field.kind === "not-base64")
    return [
      finding(
        "error",
        "not-base64",
        `"${name}" is not base64 (byte ${String(field.offset)}).`,
        copyAgain,
      ),
    ];
  if (field.kind === "not-pem")
    return [finding("error", "not-pem", `"${name}" holds no PEM.`, copyAgain)];
  if (field.kind === "pem" && field.blocks.some(({ der }) => !isShortDer(der)))
    return [
      finding(
        "error",
        "too-long",
        `"${name}" holds a certificate or key of more than ${String(limits.der.most / 1024)} KiB, which is not read.`,
        copyAgain,
      ),
    ];
  const isKey = name === "key";
  if (field.kind !== "pem" || isKey || certificatesOf(field).length > 0)
    return [];
  return [
    finding(
      "error",
      "not-a-certificate",
      `"${name}" holds no certificate that can be read.`,
      copyAgain,
    ),
  ];
}

function kindFindings(context: TalosContext): readonly Finding[] {
  const { crt, key } = context;
  switch (credentialKind(context)) {
    case "certificate":
      if (crt !== undefined && key !== undefined) return [];
      return [
        finding(
          "error",
          "half-a-pair",
          `There is a ${crt === undefined ? "key without a certificate" : "certificate without a key"}.`,
          copyAgain,
        ),
      ];
    case "siderov1":
      return [
        finding(
          "info",
          "siderov1",
          "The context logs in through Omni; its key is made in the browser and lives for hours.",
          "There is nothing long-lived to protect here.",
        ),
      ];
    case "basic":
      return [
        finding(
          "warning",
          "basic-auth",
          "The context has a user name and a password.",
          "Talos itself does not check these: a proxy before it must.",
        ),
      ];
    case "none":
      return [
        finding(
          "warning",
          "no-credential",
          "The context has no credential.",
          "Only talosctl --insecure can use it.",
        ),
      ];
  }
}

function authorityFindings({ ca, crt }: Fields, now: Date): readonly Finding[] {
  if (ca.kind === "absent" && crt.kind !== "absent")
    return [
      finding(
        "warning",
        "no-ca",
        "The context has no CA: talosctl would trust every authority of this machine.",
        "Add the cluster's own CA.",
      ),
    ];
  return certificatesOf(ca).flatMap((one) => caFindings(one, now));
}

function pairFindings(read: ReadCredential, now: Date): readonly Finding[] {
  const [certificate] = read.chain;
  if (!certificate) return [];
  const found: Finding[] = [];
  if (certificatesOf(read.ca).length > 0 && !read.isSigned)
    found.push(
      finding(
        "error",
        "other-ca",
        "The certificate is not signed by the CA of its context.",
        "The cluster refuses it unless it accepts another CA as well (after a rotation).",
      ),
    );
  found.push(...keyFindings(read));
  return [...found, ...certificateFindings(certificate, now)];
}

function keyFindings({
  key,
  match,
}: Pick<ReadCredential, "key" | "match">): readonly Finding[] {
  if (key.kind !== "pem") return [];
  const block = privateKeyIn(key);
  if (!block)
    return [
      finding("error", "not-a-key", '"key" holds no private key.', copyAgain),
    ];
  if (block.isEncrypted)
    return [
      finding(
        "error",
        "key-encrypted",
        "The key is protected by a passphrase; talosctl cannot ask for it.",
        "Decrypt it with openssl pkey before importing.",
      ),
    ];
  switch (match) {
    case null:
    case "match":
      return [];
    case "other":
      return [
        finding(
          "error",
          "other-key",
          "The key does not belong to the certificate.",
          copyAgain,
        ),
      ];
    case "unreadable":
      return [
        finding("error", "not-a-key", "The key cannot be read.", copyAgain),
      ];
  }
}
