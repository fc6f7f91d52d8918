/** One PEM block: its label and the bytes inside. */
export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
  /** True for a key that a passphrase protects (RFC 1421 headers, or PKCS#8 encrypted). */
  readonly isEncrypted: boolean;
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----\r?\n([\s\S]*?)-----END \1-----/g;

/** The PEM blocks of a text in order (RFC 7468); what lies between them is passed over, as Go does. */
export function readPem(bytes: Uint8Array): readonly PemBlock[] {
  const text = Buffer.from(bytes).toString("latin1");
  return [...text.matchAll(block)].map(([, label = "", body = ""]) => {
    const hasHeaders = /^[A-Za-z-]+:/m.test(body);
    const isEncrypted =
      label.startsWith("ENCRYPTED") || /Proc-Type:.*ENCRYPTED/.test(body);
    const base64 = hasHeaders ? (body.split(/\r?\n\r?\n/)[1] ?? "") : body;
    return {
      label,
      der: new Uint8Array(Buffer.from(base64, "base64")),
      isEncrypted,
    };
  });
}

/** A PEM text of one block (RFC 7468), with lines of 64 characters. */
export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return [
    `-----BEGIN ${label}-----`,
    ...lines,
    `-----END ${label}-----`,
    "",
  ].join("\n");
}
