import type { Pair } from "../doubles/certificates.ts";

/** PEM texts of a context. */
export interface PemShape {
  readonly name: string;
  readonly ca: string;
  readonly crt: string;
  readonly key: string;
}

const headers = "Proc-Type: 4\nX-Note: mine\n\n";

/** Puts something right behind the line that begins a block. */
const behindMark = (text: string, what: string) =>
  text.replace(/(-----BEGIN [^\n]*\n)/, `$1${what}`);

type Change = readonly [name: string, change: (text: string) => string];

/** What people and programs do to PEM. */
const changes: readonly Change[] = [
  ["as it is", (text) => text],
  ["header lines", (text) => behindMark(text, headers)],
  ["a header line without a blank one", (text) => behindMark(text, "a: b\n")],
  ["Windows' ends of lines", (text) => text.replaceAll("\n", "\r\n")],
  ["old Macs' ends of lines", (text) => text.replaceAll("\n", "\r")],
  ["no last end of line", (text) => text.trimEnd()],
  ["text before it", (text) => `subject=O = talos\n${text}`],
  ["text after it", (text) => `${text}issuer=O = talos\n`],
  ["text right before its mark", (text) => `x${text}`],
  [
    "blanks after its marks",
    (text) => text.replaceAll("-----\n", "----- \t\n"),
  ],
  ["blanks before its lines", (text) => text.replaceAll("\n", "\n  ")],
  ["blanks within its lines", (text) => text.replaceAll(/(?<=\n)([^-]{10})/g, "$1 \t")], // prettier-ignore
  ["a blank line first", (text) => behindMark(text, "\n")],
  [
    "one long line",
    (text) => text.replaceAll(/(?<=[A-Za-z0-9+/])\n(?!-)/g, ""),
  ],
  ["no padding", (text) => text.replace(/=+\n/, "\n")],
  ["a letter that is none", (text) => behindMark(text, "*")],
  ["a mark too much before it", (text) => `-----BEGIN X-----\n${text}`],
  ["another end", (text) => text.replace(/END [A-Z ]+/, "END X")],
  ["no end", (text) => text.replace(/-----END[^\n]*\n/, "")],
  ["another label", (text) => text.replaceAll("CERTIFICATE", "X509 CERTIFICATE")], // prettier-ignore
  ["a label in small letters", (text) => text.replaceAll("CERTIFICATE", "certificate")], // prettier-ignore
  ["a trusted label", (text) => text.replaceAll("CERTIFICATE", "TRUSTED CERTIFICATE")], // prettier-ignore
  ["itself twice", (text) => text + text],
  ["a block of garbage before it", (text) => `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${text}`], // prettier-ignore
  ["a block of garbage after it", (text) => `${text}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`], // prettier-ignore
  ["curve parameters before it", (text) => `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${text}`], // prettier-ignore
  ["a mark of UTF-8", (text) => `\u{feff}${text}`],
  ["nothing but a line", () => "\n"],
];

const keyLabels = ["ED25519 PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ANY PRIVATE KEY", "PRIVATE KEYS", "ENCRYPTED PRIVATE KEY"]; // prettier-ignore

/** Each change in each of the three fields. */
export function pemShapes(ca: string, { crt, key }: Pair): readonly PemShape[] {
  const plain = { ca, crt, key };
  return [
    ...(["ca", "crt", "key"] as const).flatMap((field) =>
      changes.map(([name, change]) => ({
        ...plain,
        name: `${field} with ${name}`,
        [field]: change(plain[field]),
      })),
    ),
    ...keyLabels.map((label) => ({
      ...plain,
      name: `key as ${label}`,
      key: key.replaceAll("PRIVATE KEY", label),
    })),
    { ...plain, name: "crt and key in both fields", crt: key + crt, key: crt + key }, // prettier-ignore
    { ...plain, name: "crt with the CA behind it", crt: crt + ca },
    { ...plain, name: "crt with the CA before it", crt: ca + crt },
    { ...plain, name: "ca with a key in it", ca: key + ca },
  ];
}
