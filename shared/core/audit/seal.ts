import * as v from "valibot";
import { isSliceOverAt, othersTurn } from "../work-in-slices.ts";
import { deriveKey, hmacSha256 } from "../pki/primitives/hash-and-hmac.ts";
import type { Secret } from "../secret.ts";
import type { AuditLine } from "./line.ts";

const next = new TextEncoder().encode("audit-log: the next key");

/**
 * The key of the line after: no key before a known one can be found from it. What stays on this machine is the newest, so
 * that what was written before cannot be sealed again.
 */
export function nextKey(key: Uint8Array): Uint8Array {
  return hmacSha256(key, next);
}

/** No log has more lines: a file of it has nine million at most. */
const mostSteps = 100_000_000;

/** The key of the line so many after; null: no log goes so far. */
export async function laterKey(
  key: Uint8Array,
  steps: number,
): Promise<Uint8Array | null> {
  if (steps < 0 || steps > mostSteps) return null;
  let later = key;
  for (let step = 0; step < steps; step++) {
    later = nextKey(later);
    if (isSliceOverAt(step)) await othersTurn();
  }
  return later;
}

/** Where a first key belongs: to this line of this vault's log, after these lines. */
export interface SealPlace {
  readonly vaultId: string;
  readonly n: number;
  readonly prev: string;
}

/** The first key that only who has the recovery key can find, and nobody can make for other lines before it. */
export function firstKey(
  recoveryKey: Secret,
  { vaultId, n, prev }: SealPlace,
): Uint8Array {
  const info = `audit-log ${vaultId} ${String(n)} ${prev}`;
  return deriveKey(recoveryKey.reveal(), info);
}

const startSchema = v.variant("by", [
  /** The first key follows from the recovery key and the line's place. */
  v.object({
    by: v.literal("recovery-key"),
    vault: v.string(),
    recipient: v.string(),
  }),
  /** It was drawn, and lies in the line for the recovery key alone: an age file in base64. */
  v.object({
    by: v.literal("recipient"),
    vault: v.string(),
    recipient: v.string(),
    sealed: v.string(),
  }),
]);

/** `detail` of a line `log.seal`: with it a chain of keys begins. */
export type SealStart = Readonly<v.InferOutput<typeof startSchema>>;

/** Computes the first keys of a log again, from the recovery key. */
export interface AuditProof {
  /** The recovery key's public half. */
  readonly recipient: string;
  /** The first key of a start; null: this recovery key does not open it. */
  readonly keyOf: (
    start: SealStart,
    place: Omit<SealPlace, "vaultId">,
  ) => Promise<Uint8Array | null>;
}

/** Null where the line begins none. */
export function sealStartOf({ event, detail }: AuditLine): SealStart | null {
  return event === "log.seal" ? readSealStart(detail) : null;
}

/** Null for what is none. */
export function readSealStart(value: unknown): SealStart | null {
  const read = v.safeParse(startSchema, value);
  return read.success ? read.output : null;
}
