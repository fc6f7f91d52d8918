import type { PastSession } from "../sessions/history.ts";
import type { Lease } from "../sessions/lease.ts";
import type { LedgerEntry, LedgerText, RecordedEntry } from "./entry.ts";
import { wordsOf } from "../text/has-words.ts";
import { nameNow } from "./current-name.ts";

/** One credential that was issued, as it stands now. The keys are the JSON of `ledger --json`. */
export interface LedgerView extends LedgerEntry {
  /** Of the context, if it is still there. */
  readonly nameNow: string;
  /** Talos accepts it now, and somebody may have it; nothing but a rotation of the CA ends it before its time. */
  readonly isValid: boolean;
  /** It could not be written where it was wanted: its key is gone, nobody has it. */
  readonly isUndelivered: boolean;
  /** Of a removal: its context was put back, and the vault has it again. */
  readonly isPutBack: boolean;
  /** A session's, else null. `ended`: its key was taken away, though the certificate may still be valid. */
  readonly session: "running" | "ended" | null;
  /** When its session ended; null: it is not over, was none, or its end was not written down. */
  readonly endedAt: string | null;
}

/** The ledger with what became of each credential. */
export function viewLedger(
  { entries, renamings }: Pick<LedgerText, "entries" | "renamings">,
  running: readonly Lease[],
  past: readonly PastSession[],
  now: Date,
): readonly LedgerView[] {
  const active = new Set(
    running.filter(({ state }) => state === "active").map(({ id }) => id),
  );
  const ends = new Map(past.map(({ id, endedAt }) => [id, endedAt]));
  return entries.map((entry) => {
    const isSession = entry.purpose === "session";
    const state = active.has(entry.recipient) ? "running" : "ended";
    return {
      ...entry,
      nameNow: nameNow(renamings, entry.context, entry.issuedAt),
      isValid: isValid(entry, now),
      isUndelivered: entry.isUndelivered ?? false,
      isPutBack: entry.isPutBack ?? false,
      session: isSession ? state : null,
      endedAt: isSession ? (ends.get(entry.recipient) ?? null) : null,
    };
  });
}

function isValid(entry: RecordedEntry, now: Date): boolean {
  const { notBefore, notAfter, isUndelivered } = entry;
  const time = now.getTime();
  const isInTime = Date.parse(notBefore) <= time && time < Date.parse(notAfter);
  return isInTime && !isUndelivered;
}

/** Entries in which every word of the search occurs somewhere, or begins a serial or a fingerprint. */
export function searchLedger(
  entries: readonly LedgerView[],
  search: string,
): readonly LedgerView[] {
  const words = wordsOf(search);
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const text = [
      entry.context,
      entry.nameNow,
      entry.recipient,
      entry.purpose,
      entry.reason ?? "",
      ...entry.roles,
    ]
      .join("\n")
      .toLowerCase();
    // Random letters have a person's name in them sooner or later.
    const numbers = [entry.serial.toLowerCase(), entry.fingerprint];
    return words.every(
      (word) =>
        text.includes(word) || numbers.some((one) => one.startsWith(word)),
    );
  });
}
