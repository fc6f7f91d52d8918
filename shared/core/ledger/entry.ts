// The lines of the ledger: what was issued, exported, removed or replaced, and what became known of it later.
// Keep: A line is never changed or taken away, and an older release has to be able to skip what it does not know.
import * as v from "valibot";
import { consentActs, verdicts } from "../consent/question.ts";
import { limits } from "../limits.ts";
import { momentSchema } from "../schemas/moment.ts";

const hexadecimal = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const entrySchema = v.strictObject({
  /** When the line was written: at issuing, when a copy left the vault, or when the vault removed or replaced what it says. */
  issuedAt: momentSchema,
  /** Name of the context whose addresses the credential has. */
  context: v.string(),
  roles: v.array(v.string()),
  /** As in the certificate, upper-case hexadecimal. */
  serial: v.string(),
  /** SHA-256 of the certificate's DER. */
  fingerprint: hexadecimal,
  /** SHA-256 of the DER of the CA that signed it; null where a node did and its CA cannot be read. */
  authority: v.nullable(hexadecimal),
  notBefore: momentSchema,
  notAfter: momentSchema,
  /** Who signed: an authority of ours, a node that was asked, or somebody before the credential came to us. */
  via: v.picklist(["authority", "node", "import"]),
  /** What it was made for; `exported`: a copy left; `replaced` and `removed`: why the vault has it no more. */
  purpose: v.picklist([
    "session",
    "context",
    "file",
    "automation",
    "store",
    "handover",
    "cluster",
    "exported",
    "replaced",
    "removed",
  ]),
  /** Who has it: a session's id, a context's name, a person, a file or a place in a store. */
  recipient: v.string(),
  /** Of a hand-over: the words of the key that it was made for, or whose keys open it. */
  handedTo: v.optional(v.string()),
  /** Of what was made for a store: the hash of the context that went there (`contentHash`), by which it is known again. */
  content: v.optional(hexadecimal),
  reason: v.optional(v.string()),
  /** What an agent calls itself for whose session it was made. */
  agent: v.optional(v.string()),
});

/** One credential that was issued from this vault, that left it, or that it had. Facts only; never key material. */
export type LedgerEntry = Readonly<v.InferOutput<typeof entrySchema>>;

const texts = v.pipe(v.array(v.string()), v.readonly());
const program = {
  pid: v.number(),
  path: v.nullable(v.string()),
  name: v.string(),
};

const noteSchema = v.variant("note", [
  /** What an earlier line tells of reached nobody. */
  v.strictObject({
    note: v.literal("undelivered"),
    at: momentSchema,
    fingerprint: hexadecimal,
    /** Whose it was to be, as the audit log tells a person; a line is known by the others. */
    context: v.optional(v.string()),
    /** Of that line, where others tell of the same certificate; absent: of all, for its key is gone. */
    issuedAt: v.optional(momentSchema),
  }),
  /** The vault has removed certificates again: their contexts were put back. */
  v.strictObject({
    note: v.literal("put-back"),
    at: momentSchema,
    /** Absent: an earlier release did not say which. */
    fingerprints: v.optional(v.pipe(v.array(hexadecimal), v.readonly()), []),
  }),
  /** From then on a context has another name. */
  v.strictObject({
    note: v.literal("renamed"),
    at: momentSchema,
    from: v.string(),
    to: v.string(),
  }),
  /** The vault came here from a backup of that moment: what was issued elsewhere since is not in it. */
  v.strictObject({
    note: v.literal("restored"),
    at: momentSchema,
    of: momentSchema,
  }),
  /** Whoever was handed a credential says that they accepted it then; `at`: when their receipt came. */
  v.strictObject({
    note: v.literal("accepted"),
    at: momentSchema,
    fingerprint: hexadecimal,
    acceptedAt: momentSchema,
    /** How their audit log ended then. */
    logEnd: v.optional(v.string()),
  }),
  /** A person was asked about a credential, or nobody answered; `at`: when that was clear. */
  v.strictObject({
    note: v.literal("asked"),
    at: momentSchema,
    id: v.string(),
    askedAt: momentSchema,
    act: v.picklist(consentActs),
    context: v.string(),
    production: v.boolean(),
    roles: texts,
    ttlSeconds: v.nullable(v.number()),
    scope: v.optional(v.literal("vault")),
    others: v.optional(v.number()),
    reason: v.optional(v.string()),
    agent: v.optional(v.string()),
    /** What a call that was held asks for, and what a session of which something outlives it gets. */
    text: v.optional(v.string()),
    process: v.strictObject({
      ...program,
      chain: v.pipe(v.array(v.strictObject(program)), v.readonly()),
      cwd: v.nullable(v.string()),
    }),
    count: v.number(),
    answer: v.picklist(verdicts),
    answeredBy: v.nullable(v.picklist(["window", "pinentry", "terminal"])),
  }),
]);

/** What became known after a line was written; a line is never changed. */
export type LedgerNote = Readonly<v.InferOutput<typeof noteSchema>>;
export type LedgerLine = LedgerEntry | LedgerNote;

export type Renaming = Extract<LedgerNote, { note: "renamed" }>;
/** What a person was asked, by which process, and what they answered where. */
export type ConsentNote = Extract<LedgerNote, { note: "asked" }>;
/** A receipt for something that was handed over. */
export type AcceptedNote = Extract<LedgerNote, { note: "accepted" }>;
type Restoring = Extract<LedgerNote, { note: "restored" }>;

export interface RecordedEntry extends LedgerEntry {
  /** It reached nobody. */
  readonly isUndelivered?: true;
  /** Of a removal: the vault got it back later. */
  readonly isPutBack?: true;
}

/** The ledger's text as entries, newest first, and how many lines are torn or not ours. */
export interface LedgerText {
  readonly entries: readonly RecordedEntry[];
  /** Oldest first. */
  readonly renamings: readonly Renaming[];
  /** Receipts, in the order in which they came. */
  readonly accepted: readonly AcceptedNote[];
  /** What persons were asked, newest first. */
  readonly asked: readonly ConsentNote[];
  /** The last time that the vault came here from a backup; absent: it was made here. */
  readonly restored?: Restoring;
  readonly unreadable: number;
}

/** One line of the ledger. */
export function writeLine(line: LedgerLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** The entries of a ledger's text; a line that is torn or foreign is left out and counted. */
export function readLedger(text: string): LedgerText {
  return ledgerOf(ledgerLines(text).map(readLedgerLine));
}

/** The lines of a ledger's text, none of them empty. */
export function ledgerLines(text: string): readonly string[] {
  return text.match(/[^\n]+/g) ?? [];
}

/** A ledger of what `readLedgerLine` made of each of its lines. */
export function ledgerOf(lines: readonly (LedgerLine | null)[]): LedgerText {
  const read = lines.filter((line) => line !== null);
  const notes = read.filter((line) => "note" in line);
  const restored = notes
    .filter((one) => one.note === "restored")
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .at(-1);
  const undelivered = new Set(
    notes.flatMap((one) => (one.note === "undelivered" ? keyOf(one) : [])),
  );
  /** By fingerprint, where the last note of it stands. */
  const putBack = new Map(
    read.flatMap((line, at) =>
      "note" in line && line.note === "put-back"
        ? line.fingerprints.map((one) => [one, at] as const)
        : [],
    ),
  );
  const entries = read.flatMap((line, at): readonly RecordedEntry[] => {
    if ("note" in line) return [];
    const { fingerprint } = line;
    if (undelivered.has(keyOf({ fingerprint })) || undelivered.has(keyOf(line)))
      return [{ ...line, isUndelivered: true }];
    const isPutBack =
      line.purpose === "removed" && (putBack.get(fingerprint) ?? -1) > at;
    return [isPutBack ? { ...line, isPutBack: true } : line];
  });
  return {
    // A restored backup appends lines that are older than some of ours.
    entries: entries
      .toReversed()
      .toSorted((a, b) => Date.parse(b.issuedAt) - Date.parse(a.issuedAt)),
    renamings: notes
      .filter((one) => one.note === "renamed")
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    accepted: notes.filter((one) => one.note === "accepted"),
    asked: notes
      .filter((one) => one.note === "asked")
      .toReversed()
      .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)),
    ...(restored ? { restored } : {}),
    unreadable: lines.length - read.length,
  };
}

/** What a note and the lines that it is about have in common. */
function keyOf({
  fingerprint,
  issuedAt = "",
}: {
  readonly fingerprint: string;
  readonly issuedAt?: string | undefined;
}): string {
  return `${fingerprint} ${issuedAt}`;
}

/** Null for a line that is torn, longer than any, or not ours. */
export function readLedgerLine(line: string): LedgerLine | null {
  if (line.length > limits.recordLine.most) return null;
  try {
    return readLedgerValue(JSON.parse(line));
  } catch {
    return null;
  }
}

/** Null for what is not ours. */
export function readLedgerValue(value: unknown): LedgerLine | null {
  const entry = v.safeParse(entrySchema, value);
  if (entry.success) return entry.output;
  const note = v.safeParse(noteSchema, value);
  return note.success ? note.output : null;
}

/** The vault had it, and does not have it any more: nobody issued it with that line. */
export function isRemoval({ purpose }: LedgerEntry): boolean {
  return purpose === "replaced" || purpose === "removed";
}
