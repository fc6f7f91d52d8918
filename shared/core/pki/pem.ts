/** One PEM block: its label and the bytes inside. */
export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
  /** There are header lines (RFC 1421) before the base64: Go passes over such a CA, and takes such a certificate or key. */
  readonly hasHeaders: boolean;
  /** True for a key that a passphrase protects (RFC 1421 headers, or PKCS#8 encrypted). */
  readonly isEncrypted: boolean;
}

const begin = "-----BEGIN ";
const end = "\n-----END ";
const dashes = "-----";

/**
 * The PEM blocks of a text in order, as Go reads them (encoding/pem Decode): a block begins with a line of its own and
 * ends with one, what lies between blocks is passed over, and a block that is none does not hide the next. Takes time in
 * proportion to the text.
 */
export function readPem(bytes: Uint8Array): readonly PemBlock[] {
  const { buffer, byteOffset, byteLength } = bytes;
  const text = Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
  const blocks: PemBlock[] = [];
  // Behind the last mark that was looked at.
  let rest = 0;
  for (;;) {
    const endAt = text.indexOf(end, rest);
    if (endAt < 0) return blocks;
    const block = blockBefore(text, rest, endAt);
    if (block) blocks.push(block);
    rest = block ? lineAt(text, endAt + 1).next : endAt + end.length;
  }
}

/** The block that ends with this mark; null: there is none. */
function blockBefore(
  text: string,
  from: number,
  endAt: number,
): PemBlock | null {
  const at = text.slice(from, endAt).lastIndexOf(begin);
  if (at < 0 || (at > 0 && text[from + at - 1] !== "\n")) return null;
  const first = lineAt(text, from + at + begin.length);
  if (!first.line.endsWith(dashes)) return null;
  const label = first.line.slice(0, -dashes.length);
  const { headers, next } = headersAt(text, first.next, endAt);
  if (headers.length > 0 && endAt < next) return null;
  const last = lineAt(text, endAt + end.length);
  if (last.line !== label + dashes) return null;
  const der = decode(text.slice(next, Math.max(next, endAt)));
  if (der === null) return null;
  const isEncrypted =
    label.startsWith("ENCRYPTED") ||
    headers.some((header) => /^\s*Proc-Type\s*:.*ENCRYPTED/.test(header));
  return { label, der, hasHeaders: headers.length > 0, isEncrypted };
}

function headersAt(text: string, from: number, endAt: number) {
  const headers: string[] = [];
  let next = from;
  while (next <= endAt) {
    const one = lineAt(text, next);
    if (!one.line.includes(":")) break;
    headers.push(one.line);
    next = one.next;
  }
  return { headers, next };
}

/** A line without the blanks at its end, and where the next begins. */
function lineAt(text: string, from: number) {
  const found = text.indexOf("\n", from);
  const to = found < 0 ? text.length : found;
  const next = found < 0 ? to : to + 1;
  const isCrLf = found > from && text[to - 1] === "\r";
  const line = withoutBlanks(text.slice(from, isCrLf ? to - 1 : to));
  return { line, next };
}

/** A regular expression would look at a run of blanks once for each of them. */
function withoutBlanks(line: string): string {
  let length = line.length;
  while (length > 0 && (line[length - 1] === " " || line[length - 1] === "\t"))
    length--;
  return line.slice(0, length);
}

/** Strict, as Go is: padding has to be there, and nothing else but line ends and blanks. */
function decode(body: string): Uint8Array | null {
  const base64 = body.replace(/[ \t\r\n]/g, "");
  const isBase64 = base64.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(base64); // prettier-ignore
  return isBase64 ? new Uint8Array(Buffer.from(base64, "base64")) : null;
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
