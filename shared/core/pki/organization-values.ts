import asn1 from "node-forge/lib/asn1.js";
import { childrenOf, treeOf, type Node } from "./der.ts";

const { Class, Type } = asn1;
const organization = asn1.oidToDer("2.5.4.10").getBytes();

/**
 * The Organization values of a certificate's subject in its order, however they are spread over RDNs. Null when the
 * bytes are not DER to the last one, or a value is a text that Go refuses (crypto/x509 parseASN1String): then no
 * client and no node reads the certificate. Not `toLegacyObject()`: that ends the process on a curve without a NIST name.
 */
export function readOrganizations(
  certificate: Uint8Array,
): readonly string[] | null {
  try {
    const values = childrenOf(subjectOf(certificate))
      .flatMap((rdn) => childrenOf(rdn))
      .filter((one) => childrenOf(one)[0]?.value === organization)
      .map((one) => textOf(childrenOf(one)[1]));
    const texts = values.filter((value) => value !== null);
    return texts.length === values.length ? texts : null;
  } catch {
    return null;
  }
}

/** TBSCertificate: [version], serial, signature, issuer, validity, subject, … (RFC 5280 4.1); version 1 has no [0]. */
function subjectOf(certificate: Uint8Array): Node | undefined {
  const [version, ...rest] = childrenOf(childrenOf(treeOf(certificate))[0]);
  const hasVersion = version?.tagClass === Class.CONTEXT_SPECIFIC;
  return rest[hasVersion ? 4 : 3];
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// The library has no names for these two.
const numericString = 18;
const teletexString = 20;

/** What each type of string says; null for what it may not have in it. */
const readers: Readonly<Record<number, (value: string) => string | null>> = {
  [Type.UTF8]: (value) => utf8.decode(Buffer.from(value, "latin1")),
  [Type.PRINTABLESTRING]: (value) =>
    /^[A-Za-z0-9 '()+,\-./:=?*&]*$/.test(value) ? value : null,
  [Type.IA5STRING]: (value) => (isAscii(value) ? value : null),
  [numericString]: (value) => (/^[0-9 ]*$/.test(value) ? value : null),
  // The library has put its units together; Go drops a zero at the end.
  [Type.BMPSTRING]: (value) => value.replace(/\0$/, ""),
  // As OpenSSL does: Latin-1.
  [teletexString]: (value) => value,
};

function textOf(node: Node | undefined): string | null {
  if (node?.tagClass !== Class.UNIVERSAL || typeof node.value !== "string")
    return null;
  return readers[node.type]?.(node.value) ?? null;
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
