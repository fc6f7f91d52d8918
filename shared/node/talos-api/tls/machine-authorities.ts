import tls, { rootCertificates } from "node:tls";
import { readFields } from "../../../core/pki/certificate-fields.ts";
import { readPem } from "../../../core/pki/pem.ts";

/**
 * What this machine trusts, beside what Node brings, as PEM; null: this Node cannot say, and knows its own alone. What
 * NODE_EXTRA_CA_CERTS adds is nothing that Go would know.
 */
export function machineAuthorities(): readonly string[] | null {
  const { getCACertificates } = tls as {
    getCACertificates?: (kind: string) => string[];
  };
  return getCACertificates
    ? [...getCACertificates("system"), ...rootCertificates]
    : null;
}

let anchors: readonly Uint8Array[] | null = null;

/** DER: of the machine's hundreds those that have a name in them by which one of these was signed. */
export function machineAnchorsOf(
  chain: readonly Uint8Array[],
): readonly Uint8Array[] {
  anchors ??= readPem(
    Buffer.from((machineAuthorities() ?? rootCertificates).join("\n")),
  ).map(({ der }) => der);
  const issuers = chain.flatMap((one) => readFields(one)?.issuer ?? []);
  return anchors.filter((der) =>
    issuers.some((name) => Buffer.from(der).includes(name)),
  );
}
