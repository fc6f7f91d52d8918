import { readPem } from "../pki/pem.ts";
import { decodeGoBase64 } from "../talosconfig/go-base64.ts";
import { readDocuments } from "../imports/yaml-documents.ts";
import { decodeText } from "../text/decode-text.ts";

/** A certificate in a YAML file, and where it stands there. */
export interface PlacedCertificate {
  /** As `machine.acceptedCAs[0]`. */
  readonly place: string;
  readonly der: Uint8Array;
}

const pemMark = "-----BEGIN ";
/** Base64 of `-----BEGIN` begins like this. */
const base64Mark = "LS0tLS1CRUdJTi";

/** Every certificate of secrets.yaml or a machine config, in the file's order; nothing for what is no YAML. */
export function certificatesInFile(
  bytes: Uint8Array,
): readonly PlacedCertificate[] {
  const text = decodeText(bytes) ?? "";
  // Anything else is not worth the time that it takes to parse.
  if (!text.includes(pemMark) && !text.includes(base64Mark)) return [];
  const { documents } = readDocuments(text);
  return documents.flatMap((document) => below(document, ""));
}

function below(value: unknown, place: string): readonly PlacedCertificate[] {
  if (typeof value === "string") return inText(value, place);
  if (Array.isArray(value))
    return value.flatMap((one, index) =>
      below(one, `${place}[${String(index)}]`),
    );
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => {
    // A pair is known by where it stands, not by the names of its halves.
    const isHalf = /^crt$/i.test(key) && place !== "";
    return below(one, isHalf ? place : [place, key].filter(Boolean).join("."));
  });
}

/** Base64 of PEM, as Talos has it nearly everywhere, or PEM itself, as in `TrustedRootsConfig`. */
function inText(text: string, place: string): readonly PlacedCertificate[] {
  const isPem = text.includes(pemMark);
  const decoded = isPem ? null : decodeIfCertificate(text);
  const bytes = isPem ? new TextEncoder().encode(text) : decoded;
  if (!bytes) return [];
  return readPem(bytes)
    .filter(({ label }) => label === "CERTIFICATE")
    .map(({ der }) => ({ place, der }));
}

/** Other texts are not worth decoding. */
function decodeIfCertificate(text: string): Uint8Array | null {
  if (!text.trimStart().startsWith(base64Mark)) return null;
  const decoded = decodeGoBase64(text);
  return decoded.ok ? decoded.bytes : null;
}
