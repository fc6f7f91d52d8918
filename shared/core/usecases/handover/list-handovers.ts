import { readReceipt } from "../../handover/receipt.ts";
import { invalid } from "../../handover/signed-text.ts";
import type { LedgerText, RecordedEntry } from "../../ledger/entry.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { failure, success, type Result } from "../../result.ts";

/** Something that was handed to another person. The keys are the JSON of `handover list --json`. */
export interface Handover {
  readonly context: string;
  /** The person, in the giver's words. */
  readonly to: string;
  /** Words of the key that it was made for, or the keys that open it. */
  readonly recipient: string;
  readonly roles: readonly string[];
  /** Upper-case hexadecimal. */
  readonly serial: string;
  /** RFC 3339. */
  readonly notAfter: string;
  readonly givenAt: string;
  /** When the receiver says that they accepted it; null: no receipt came. */
  readonly acceptedAt: string | null;
}

/** What was handed over from this vault and reached somebody, newest first. Errors: those of the ledger. */
export async function listHandovers({
  ledger,
}: {
  readonly ledger: Ledger;
}): Promise<Result<readonly Handover[]>> {
  const read = await ledger.read();
  return read.ok ? success(handoversOf(read.value)) : read;
}

function handoversOf({ entries, accepted }: LedgerText): readonly Handover[] {
  const receipts = new Map(
    accepted.map((one) => [one.fingerprint, one.acceptedAt]),
  );
  return entries
    .filter(isHandover)
    .map((one) => handoverOf(one, receipts.get(one.fingerprint) ?? null));
}

function handoverOf<AcceptedAt extends string | null>(
  entry: RecordedEntry,
  acceptedAt: AcceptedAt,
): Handover & { readonly acceptedAt: AcceptedAt } {
  return {
    context: entry.context,
    to: entry.recipient,
    recipient: entry.handedTo ?? "",
    roles: entry.roles,
    serial: entry.serial,
    notAfter: entry.notAfter,
    givenAt: entry.issuedAt,
    acceptedAt,
  };
}

function isHandover({ purpose, isUndelivered }: RecordedEntry): boolean {
  return purpose === "handover" && !isUndelivered;
}

/** What a receipt closes, and when it was accepted there. */
export interface ClosedHandover extends Handover {
  readonly acceptedAt: string;
}

/**
 * Writes down that the receiver has what was handed over. The same receipt once more changes nothing. Errors:
 * `handover-invalid` for what is no receipt, and for one of something that was not given here; those of the ledger.
 */
export async function takeReceipt(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  bytes: Uint8Array,
): Promise<Result<ClosedHandover>> {
  const receipt = readReceipt(bytes);
  if (!receipt.ok) return receipt;
  const read = await ledger.read();
  if (!read.ok) return read;
  const { fingerprint } = receipt.value;
  const { entries, accepted } = read.value;
  const entry = entries.find(
    (one) => one.fingerprint === fingerprint && isHandover(one),
  );
  if (!entry) return failure(notOurs());
  const before = accepted.find((one) => one.fingerprint === fingerprint);
  if (before) return success(handoverOf(entry, before.acceptedAt));
  const at = clock.now().toISOString();
  const acceptedAt = receipt.value.acceptedAt.toISOString();
  const { logEnd } = receipt.value;
  const note = {
    note: "accepted",
    at,
    fingerprint,
    acceptedAt,
    ...(logEnd === null ? {} : { logEnd }),
  } as const;
  const written = await ledger.append(note);
  return written.ok ? success(handoverOf(entry, acceptedAt)) : written;
}

function notOurs() {
  return invalid(
    "The receipt is for something that was not given from this vault.",
    "Take it to the vault that gave it. Nothing was changed.",
  );
}
