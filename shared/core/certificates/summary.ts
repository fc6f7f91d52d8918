/** What a list shows of a client certificate. */
export interface CertificateSummary {
  /** Organization values in the order of the certificate, trimmed, without empty ones. */
  readonly roles: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SHA-256 of the DER, lower-case hexadecimal without separators. */
  readonly fingerprint: string;
}
