import tls, {
  createSecureContext,
  rootCertificates,
  type SecureContext,
  type SecureContextOptions,
} from "node:tls";
import type { Trouble } from "../../core/diagnosis/probe.ts";
import { pem, readPem } from "../../core/pki/pem.ts";
import { pkcs8Pem } from "../../core/pki/private-key.ts";
import { decodeGoBase64 } from "../../core/talosconfig/base64.ts";
import type { TalosContext } from "../../core/talosconfig/types.ts";
import { blocked, blockedBy, through, type Way } from "./way.ts";

/**
 * Names that OpenSSL and BoringSSL both know. Without ed25519 in it Electron cannot talk to any Talos node
 * (electron/electron#45358); the RSA and P-384 ones are for clusters with a PKI of their own.
 */
const signatureAlgorithms = [
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
  /** For `tls.connect`. */
  readonly secureContext: SecureContext;
  /** The same without the client's certificate and key. */
  readonly anonymous: SecureContext;
  /** The context's own CAs as DER; empty: those of this machine count. */
  readonly authorities: readonly Uint8Array[];
}

/** What TLS needs of a context. Talos' client checks no more of it either (client/connection.go:141-229). */
export function readCredentials(context: TalosContext): Way<Credentials> {
  const ca = readCertificates("ca", context.ca);
  if (!ca.ok) return ca;
  const crt = readCertificates("crt", context.crt);
  if (!crt.ok) return crt;
  const key = keyOf(context);
  if (key === null)
    return blocked("context", "key", "`key` holds no key that can be used.");
  const { text } = crt.value;
  if (text.length > 0 !== (key !== ""))
    return blocked("context", "half", "There is only one of `crt` and `key`.");
  const { ders: authorities } = ca.value;
  const trust: SecureContextOptions = {
    sigalgs: signatureAlgorithms,
    minVersion: "TLSv1.2",
    ...(authorities.length > 0
      ? { ca: authorities.map((der) => pem(certificate, der)) }
      : systemAuthorities()),
  };
  try {
    const anonymous =
      authorities.length > 0 ? createSecureContext(trust) : systemTrust(trust);
    const secureContext =
      text.length > 0
        ? createSecureContext({ ...trust, cert: Buffer.from(text), key })
        : anonymous;
    return through({ secureContext, anonymous, authorities });
  } catch (error) {
    return asSentence(blockedBy("context", error).trouble);
  }
}

let systemContext: SecureContext | null = null;

/** Made once: reading hundreds of CAs takes longer than the whole way to a node, and nothing else goes on meanwhile. */
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

/** Nothing of both for a context without the field. */
function readCertificates(
  name: "ca" | "crt",
  field: string | undefined,
): Way<{ readonly text: Uint8Array; readonly ders: readonly Uint8Array[] }> {
  const text = pemOf(field);
  if (text === null)
    return blocked("context", name, `\`${name}\` is no base64.`);
  const ders = readPem(text)
    .filter(({ label }) => label === certificate)
    .map(({ der }) => der);
  return text.length > 0 && ders.length === 0
    ? blocked("context", name, `\`${name}\` holds no certificate.`)
    : through({ text, ders });
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

/** As Talos' client: a context without a CA trusts what this machine trusts, beside what Node brings. */
function systemAuthorities(): { ca?: string[] } {
  const { getCACertificates } = tls as {
    getCACertificates?: (kind: string) => string[];
  };
  return getCACertificates
    ? { ca: [...getCACertificates("system"), ...rootCertificates] }
    : {};
}
