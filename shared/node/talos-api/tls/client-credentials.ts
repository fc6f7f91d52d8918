import {
  createSecureContext,
  type SecureContext,
  type SecureContextOptions,
} from "node:tls";
import type { Trouble } from "../../../core/diagnosis/probe.ts";
import { limits } from "../../../core/limits.ts";
import { readCertificate } from "../../../core/pki/certificate.ts";
import { readFields } from "../../../core/pki/certificate-fields.ts";
import { isLongKey } from "../../../core/pki/issuing/issuer.ts";
import { pem, readPem } from "../../../core/pki/pem.ts";
import { pkcs8Pem } from "../../../core/pki/private-key.ts";
import { decodeGoBase64 } from "../../../core/talosconfig/go-base64.ts";
import type { TalosContext } from "../../../core/talosconfig/types.ts";
import { machineAnchorsOf, machineAuthorities } from "./machine-authorities.ts";
import {
  blocked,
  blockedBy,
  through,
  type StageResult,
} from "../path/stage-result.ts";

/**
 * Names that OpenSSL and BoringSSL both know. Without ed25519 in it Electron cannot talk to any Talos node
 * (electron/electron#45358); the RSA and P-384 ones are for clusters with a PKI of their own.
 */
export const signatureAlgorithms = [
  "ed25519",
  "ecdsa_secp256r1_sha256",
  "ecdsa_secp384r1_sha384",
  "ecdsa_secp521r1_sha512",
  "rsa_pss_rsae_sha256",
  "rsa_pss_rsae_sha384",
  "rsa_pss_rsae_sha512",
  "rsa_pkcs1_sha256",
  "rsa_pkcs1_sha384",
  "rsa_pkcs1_sha512",
].join(":");

export interface Credentials {
  /** Without the client's certificate and key, for `tls.connect`. */
  readonly anonymous: SecureContext;
  /** With them. `only`: the one server's certificate that is believed instead of the context's CAs. */
  readonly logIn: (only?: Uint8Array) => SecureContext;
  /** DER of what may have signed these: the context's own CAs, or without one those of this machine. */
  readonly anchorsOf: (chain: readonly Uint8Array[]) => readonly Uint8Array[];
}

/** What TLS needs of a context. Talos' client checks no more of it either (client/connection.go:141-229). */
export function readCredentials(
  context: TalosContext,
): StageResult<Credentials> {
  const ca = readAuthorities(context.ca);
  if (!ca.ok) return ca;
  const crt = readClient(context.crt);
  if (!crt.ok) return crt;
  const key = keyOf(context);
  if (key === null)
    return blocked("context", "key", "`key` holds no key that can be used.");
  const own = ca.value;
  if (hasLongKey(crt.value[0]))
    return blocked(
      "context",
      "key",
      `the RSA key of \`crt\` has more than ${String(limits.rsaBits.most)} bits, and no node takes it.`,
    );
  if (crt.value.length > 0 !== (key !== ""))
    return blocked("context", "half", "There is only one of `crt` and `key`.");
  const trust: SecureContextOptions = {
    sigalgs: signatureAlgorithms,
    minVersion: "TLSv1.2",
    // Whatever is in `ca` is believed for itself, as Go does; OpenSSL wants a root by itself.
    allowPartialTrustChain: true,
    ...(own.length > 0 ? { ca: own.map(inPem) } : systemAuthorities()),
  };
  const client =
    crt.value.length > 0
      ? { cert: crt.value.map(inPem).join(""), key }
      : undefined;
  try {
    const anonymous =
      own.length > 0 ? createSecureContext(trust) : systemTrust(trust);
    const usual = client
      ? createSecureContext({ ...trust, ...client })
      : anonymous;
    return through({
      anonymous,
      logIn: (only) =>
        only
          ? createSecureContext({ ...trust, ca: inPem(only), ...client })
          : usual,
      anchorsOf: (chain) => (own.length > 0 ? own : machineAnchorsOf(chain)),
    });
  } catch (error) {
    return asSentence(blockedBy("context", error).trouble);
  }
}

/** As OpenSSL takes them: it knows no key by the label that Talos gives it. Empty: the context has none that it could take. */
export function tlsPems(
  context: TalosContext,
): Readonly<Record<"ca" | "cert" | "key", string>> {
  const pems = (read: StageResult<readonly Uint8Array[]>) =>
    read.ok ? read.value.map(inPem).join("") : "";
  return {
    ca: pems(readAuthorities(context.ca)),
    cert: pems(readClient(context.crt)),
    key: keyOf(context) ?? "",
  };
}

const inPem = (der: Uint8Array) => pem(certificate, der);

let systemContext: SecureContext | null = null;

/** Made once: reading hundreds of CAs takes longer than the whole path to a node, and nothing else goes on meanwhile. */
function systemTrust(trust: SecureContextOptions): SecureContext {
  systemContext ??= createSecureContext(trust);
  return systemContext;
}

/** OpenSSL's line begins with numbers and the name of its part. */
function asSentence({ code, text }: Trouble) {
  if (/key.values.mismatch/i.test(`${code} ${text}`))
    return blocked("context", code, "`key` is not the one of `crt`.");
  const reason = text.replace(/^.*:/s, "").trim();
  return blocked("context", code, `TLS cannot use it (${reason}).`);
}

const certificate = "CERTIFICATE";

/** As Go's AppendCertsFromPEM: a block with header lines, or one that cannot be read, is passed over. */
function readAuthorities(
  field: string | undefined,
): StageResult<readonly Uint8Array[]> {
  const text = pemOf(field);
  if (text === null) return blocked("context", "ca", "`ca` is no base64.");
  const ders = readPem(text)
    .filter(({ label, hasHeaders }) => label === certificate && !hasHeaders)
    .map(({ der }) => der)
    .filter(isReadable);
  return text.length > 0 && ders.length === 0
    ? blocked("context", "ca", "`ca` holds no certificate that Talos reads.")
    : through(ders);
}

function isReadable(der: Uint8Array): boolean {
  const read = readCertificate(der);
  return read !== null && readFields(der) !== null;
}

/** As Go's X509KeyPair: header lines do not count. */
function readClient(
  field: string | undefined,
): StageResult<readonly Uint8Array[]> {
  const text = pemOf(field);
  if (text === null) return blocked("context", "crt", "`crt` is no base64.");
  const ders = readPem(text)
    .filter(({ label }) => label === certificate)
    .map(({ der }) => der);
  return text.length > 0 && ders.length === 0
    ? blocked("context", "crt", "`crt` holds no certificate.")
    : through(ders);
}

/** OpenSSL would sign with it for as long as it takes, and nothing else goes on meanwhile. */
function hasLongKey(der: Uint8Array | undefined): boolean {
  const read = der ? readCertificate(der) : null;
  return read !== null && isLongKey(read);
}

/** Empty for a context without the field. */
function pemOf(field: string | undefined): Uint8Array | null {
  if (field === undefined || field === "") return new Uint8Array();
  const decoded = decodeGoBase64(field);
  return decoded.ok ? decoded.bytes : null;
}

function keyOf({ key }: TalosContext): string | null {
  const bytes = pemOf(key?.reveal());
  if (bytes === null) return null;
  if (bytes.length === 0) return "";
  const block = readPem(bytes).find(({ label }) =>
    label.endsWith("PRIVATE KEY"),
  );
  return block ? pkcs8Pem(block) : null;
}

/** As Talos' client: a context without a CA trusts what this machine trusts. */
function systemAuthorities(): { ca?: string[] } {
  const ca = machineAuthorities();
  return ca ? { ca: [...ca] } : {};
}
