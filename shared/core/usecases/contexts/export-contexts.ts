import { mayHaveArrived } from "../../errors.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { isNameTyped } from "../../policy/confirmation.ts";
import { decide } from "../../policy/decide.ts";
import { decisionError } from "../../policy/decision-text.ts";
import { failure, success, type Result } from "../../result.ts";
import { emitTalosconfig } from "../../talosconfig/yaml/emit.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { StoredContext, VaultDocument } from "../../vault/document.ts";
import { Secret } from "../../secret.ts";
import { certificateFacts } from "../ledger/certificate-facts.ts";
import { findContext } from "./resolve-context-name.ts";

/** A lasting plaintext copy of contexts, not yet handed out. */
export interface Exported {
  /** In talosctl's own layout. */
  readonly text: Secret;
  readonly contexts: ReadonlyMap<string, StoredContext>;
  /** In the words of who wanted it, for the ledger. */
  readonly reason: string | undefined;
}

/** What a person said before contexts leave the vault: one reason, and the name of each that is guarded. */
export interface ExportConfirmation {
  readonly reason?: string | undefined;
  readonly names: readonly string[];
  /** Contexts that a person was asked about, and agreed to. */
  readonly agreed?: readonly string[];
}

/**
 * Contexts as one talosconfig. The vault's current one stays current when it is among them, else the first named is.
 * Errors: `context-missing`; `unconfirmed` and `consent-needed` for the first whose key is guarded and whose name
 * was not typed, or about which a person has to be asked.
 */
export function exportContexts(
  document: VaultDocument,
  wanted: readonly string[],
  { reason, names, agreed }: ExportConfirmation,
  now: Date,
): Result<Exported> {
  const contexts = new Map<string, StoredContext>();
  // All of them first: nobody is asked about one where another is not there.
  for (const one of wanted) {
    const found = findContext(document, one);
    if (!found.ok) return found;
    contexts.set(found.value.name, found.value.context);
  }
  for (const [name, stored] of contexts) {
    const confirmation = names.find((typed) => isNameTyped(name, typed));
    const decision = decide(
      document,
      { name, context: stored },
      {
        kind: "export",
        reason,
        confirmation,
        ...(agreed?.includes(name) ? { isAgreed: true } : {}),
      },
      now,
    );
    if (
      decision.outcome === "unconfirmed" ||
      decision.outcome === "unagreed" ||
      decision.outcome === "refused"
    )
      return failure(decisionError(name, decision));
  }
  const [first = ""] = contexts.keys();
  const context = contexts.has(document.current) ? document.current : first;
  const configs = new Map<string, TalosContext>();
  for (const [name, { config }] of contexts) configs.set(name, config);
  const text = emitTalosconfig({ context, contexts: configs });
  return success({ text: new Secret(text), contexts, reason });
}

/**
 * Hands a copy out: in the ledger, a line for each certificate, before anybody has it. Where it could not be handed out
 * after all, the ledger says that too, unless it may have arrived. Errors: those of the ledger and of `deliver`.
 */
export async function handOut(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  { text, contexts, reason }: Exported,
  recipient: string,
  deliver: (text: string) => Promise<Result<void>>,
): Promise<Result<void>> {
  const read = await ledger.read();
  if (!read.ok) return read;
  const now = clock.now();
  const copies = await entriesOf(contexts, read.value.entries, recipient, now);
  const entries = copies.map((one) => (reason ? { ...one, reason } : one));
  if (entries.length > 0) {
    const written = await ledger.append(...entries);
    if (!written.ok) return written;
  }
  const delivered = await deliver(text.reveal());
  const isLeft = delivered.ok || mayHaveArrived(delivered.error);
  if (!isLeft && entries.length > 0) {
    const at = clock.now().toISOString();
    await ledger.append(
      ...entries.map(({ fingerprint, issuedAt, context }) => {
        const note = "undelivered" as const;
        return { note, at, fingerprint, issuedAt, context };
      }),
    );
  }
  return delivered;
}

async function entriesOf(
  contexts: Exported["contexts"],
  known: readonly LedgerEntry[],
  recipient: string,
  now: Date,
): Promise<readonly LedgerEntry[]> {
  const { isSignedBy } = await import("../../pki/verifying/signed-by.ts");
  const signers = new Map(known.map((one) => [one.fingerprint, one.via]));
  return [...contexts].flatMap(([context, { config, metadata }]) => {
    const { certificate } = metadata;
    if (!certificate) return [];
    return {
      issuedAt: now.toISOString(),
      context,
      ...certificateFacts(config, certificate, isSignedBy),
      via: signers.get(certificate.fingerprint) ?? "import",
      purpose: "exported",
      recipient,
    } as const;
  });
}
