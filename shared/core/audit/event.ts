// The audit log: every event of a vault as a line that says which line it was written after, and what proves it.
// Keep: Only what is appended; a line's place fixes its key; no key of a credential is ever in an event (docs/decisions/0066).
import * as v from "valibot";

/** What happened, as the word stands in a line. An older release takes a line whose word it does not know. */
export type AuditEventName =
  | "session.start"
  | "session.end"
  | "session.extend"
  | "session.repoint"
  /** A call to a node through a session's gateway, with the verdict on it. */
  | "call"
  | "consent.answered"
  | "issue"
  /** What an earlier line tells of reached nobody. */
  | "undelivered"
  | "export"
  | "handover.give"
  | "handover.receipt"
  | "import"
  /** A valid certificate is in the vault no more: its context is gone, or has another. */
  | "remove"
  | "replace"
  | "rename"
  /** Contexts were taken out of the vault, valid or not; put back; or are kept no more. */
  | "context.remove"
  | "context.put-back"
  | "context.forget"
  /** Another context is the current one: what talosctl without a name goes to. */
  | "use"
  /** A context leads to other endpoints or nodes, or by another proxy. */
  | "address.change"
  /** Labels of a context, or what its sessions get by themselves: by them it is chosen, and lent. */
  | "context.change"
  /** The vault has the secrets of a cluster from now on, or has them no more. */
  | "cluster"
  | "unlock"
  | "guard.change"
  /** A context trusts other CAs than before. */
  | "rotation"
  /** The vault has a CA's key from now on, or has it no more. */
  | "authority"
  /** The vault has a key for files of SOPS from now on, or has it no more; with a recipient: it left, or opened a file. */
  | "sops-key"
  | "recovery"
  | "restore"
  /**
   * Of the log itself: its first line, a new first key, a repaired end, lines that were moved into a file of their own, a person's
   * word that it stands in place of the one that the keychain knew.
   */
  | "log.start"
  | "log.seal"
  | "log.repair"
  | "log.archive"
  | "log.accept";

const processSchema = v.object({
  pid: v.number(),
  name: v.optional(v.string()),
  /** Of the program, absolute. */
  path: v.optional(v.nullable(v.string())),
});

const facts = {
  /** Name of the context, or of the cluster, as it was then. */
  context: v.optional(v.string()),
  /** Id of the session that it is about. */
  session: v.optional(v.string()),
  roles: v.optional(v.pipe(v.array(v.string()), v.readonly())),
  /** Of the certificate, upper-case hexadecimal. */
  serial: v.optional(v.string()),
  /** In the words of whoever wanted it. */
  reason: v.optional(v.string()),
  /** Who did it, or wanted it done. */
  process: v.optional(processSchema),
  /** What only this kind of event has. Facts; never key material. */
  detail: v.optional(v.record(v.string(), v.unknown())),
  /** Number of the line that it repeats at its time: that one was archived, and what it tells of goes on. */
  carried: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
};

/** The facts of a line, in the order in which they are written. */
export const factNames = Object.keys(facts) as readonly (keyof typeof facts)[];
export const factsSchema = v.object(facts);

export type AuditFacts = Readonly<v.InferOutput<typeof factsSchema>>;

/** One event, as it is recorded. */
export interface AuditEvent extends AuditFacts {
  readonly event: AuditEventName;
  /** When it happened; absent: now. */
  readonly at?: Date;
}
