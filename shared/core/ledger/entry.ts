import * as v from "valibot";

const moment = v.pipe(v.string(), v.isoTimestamp());
const hexadecimal = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const entrySchema = v.strictObject({
  /** When the line was written: at issuing, or when the vault let go of what it says. */
  issuedAt: moment,
  /** Name of the context whose addresses the credential has. */
  context: v.string(),
  roles: v.array(v.string()),
  /** As in the certificate, upper-case hexadecimal. */
  serial: v.string(),
  /** SHA-256 of the certificate's DER. */
  fingerprint: hexadecimal,
  /** SHA-256 of the DER of the CA that signed it; null where a node did and its CA cannot be read. */
  authority: v.nullable(hexadecimal),
  notBefore: moment,
  notAfter: moment,
  /** Who signed: an authority of ours, a node that was asked, or somebody before the credential came to us. */
  via: v.picklist(["authority", "node", "import"]),
  /** What it was made for; `replaced` and `removed`: why the vault does not have it any more. */
  purpose: v.picklist([
    "session",
    "context",
    "file",
    "automation",
    "cluster",
    "replaced",
    "removed",
  ]),
  /** Who has it: a session's id, a context's name, a person or a file. */
  recipient: v.string(),
  reason: v.optional(v.string()),
});

/** One credential that was issued from this vault, or that the vault had. Facts only; never key material. */
export type LedgerEntry = Readonly<v.InferOutput<typeof entrySchema>>;

/** The ledger's text as entries, newest first, and how many lines are torn or not ours. */
export interface LedgerText {
  readonly entries: readonly LedgerEntry[];
  readonly unreadable: number;
}

/** One line of the ledger. */
export function writeEntry(entry: LedgerEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

export function readLedger(text: string): LedgerText {
  const lines = text.split("\n").filter((line) => line !== "");
  const entries = lines.flatMap((line) => readLine(line) ?? []);
  return {
    entries: entries.toReversed(),
    unreadable: lines.length - entries.length,
  };
}

function readLine(line: string): LedgerEntry | null {
  try {
    const parsed = v.safeParse(entrySchema, JSON.parse(line));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** The vault had it, and does not have it any more: nobody issued it with that line. */
export function isLetGo({ purpose }: LedgerEntry): boolean {
  return purpose === "replaced" || purpose === "removed";
}
