/** One PEM block: its label and the bytes inside. */
export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
  /** True for a key that a passphrase protects (RFC 1421 headers, or PKCS#8 encrypted). */
  readonly isEncrypted: boolean;
}

/** A line that begins or ends a block; blanks may follow. Anchored, and nothing in it can match in two ways. */
const marker = /^-----(BEGIN|END) ([A-Z0-9 ]+)-----[ \t\r]*$/gm;

/**
 * The PEM blocks of a text in order (RFC 7468); what lies between them is passed over, as Go does: a block begins with
 * a line of its own, and one that does not end before the next begins is none. Takes time in proportion to the text.
 */
export function readPem(bytes: Uint8Array): readonly PemBlock[] {
  const { buffer, byteOffset, byteLength } = bytes;
  const text = Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
  const blocks: PemBlock[] = [];
  let open: { readonly label: string; readonly from: number } | null = null;
  for (const found of text.matchAll(marker)) {
    const [line, kind, label = ""] = found;
    if (kind === "BEGIN") open = { label, from: found.index + line.length };
    else if (open?.label === label) {
      blocks.push(readBlock(label, text.slice(open.from, found.index)));
      open = null;
    }
  }
  return blocks;
}

function readBlock(label: string, body: string): PemBlock {
  const hasHeaders = /^\s*[A-Za-z-]+:/.test(body);
  const isEncrypted =
    label.startsWith("ENCRYPTED") || /^Proc-Type:.*ENCRYPTED/m.test(body);
  const base64 = hasHeaders ? (body.split(/\r?\n\r?\n/)[1] ?? "") : body;
  const der = new Uint8Array(Buffer.from(base64, "base64"));
  return { label, der, isEncrypted };
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
