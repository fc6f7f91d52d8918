// What a change of the vault means for the ledger: renamed, restored, removed and replaced credentials.
// Keep: Removals are written before the vault is, renamings with it.
import type { LedgerEntry, Renaming } from "../../ledger/entry.ts";
import { inSlices } from "../../work-in-slices.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { success, type Result } from "../../result.ts";
import type { StoredContext, VaultDocument } from "../../vault/document.ts";
import { isUntouched } from "../../vault/same-document.ts";
import { certificateFacts, type SignedBy } from "./certificate-facts.ts";

/**
 * Writes down which contexts have another name from now on, so that what happened under the old one stays theirs. Call
 * it when the vault is written: a name that no context got would be worse than one that is forgotten.
 */
export async function recordRenamings(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  before: VaultDocument,
  after: VaultDocument,
): Promise<Result<void>> {
  const notes = detectRenamings(before, after, clock.now());
  return notes.length === 0 ? success(undefined) : ledger.append(...notes);
}

/**
 * Writes down that the vault came here from a backup, so that nobody takes this ledger for all that was issued. The vault
 * is in place: that it cannot be written is no failure.
 */
export async function recordRestoring(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  { writtenAt }: VaultDocument,
): Promise<void> {
  await ledger.append({
    note: "restored",
    at: clock.now().toISOString(),
    of: writtenAt.toISOString(),
  });
}

/** A name that is gone, and a new one with the same context or its certificate. */
function detectRenamings(
  before: VaultDocument,
  after: VaultDocument,
  now: Date,
): readonly Renaming[] {
  const added = [...after.contexts].filter(
    ([name]) => !before.contexts.has(name),
  );
  if (added.length === 0) return [];
  return [...before.contexts].flatMap(([from, context]) => {
    if (after.contexts.has(from)) return [];
    const own = context.metadata.certificate?.fingerprint;
    const [to] =
      added.find(([, one]) => {
        const theirs = one.metadata.certificate?.fingerprint;
        return one === context || (own !== undefined && theirs === own);
      }) ?? [];
    return to === undefined
      ? []
      : [{ note: "renamed" as const, at: now.toISOString(), from, to }];
  });
}

interface Gone {
  readonly name: string;
  readonly context: StoredContext;
  readonly certificate: NonNullable<StoredContext["metadata"]["certificate"]>;
}

/**
 * Writes down the certificates that one document has and the next has no more, while Talos still accepts them: whoever
 * copied a key has it for as long, wherever it came from. What was issued here is in the ledger already. Call it before
 * the next document is written. Errors: those of the ledger.
 */
export async function recordRemovals(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  before: VaultDocument,
  after: VaultDocument,
): Promise<Result<void>> {
  const now = clock.now();
  const gone = await goneOf(before, after, now);
  if (gone.length === 0) return success(undefined);
  const read = await ledger.read();
  if (!read.ok) return read;
  const known = new Set(
    read.value.entries
      .filter(({ isUndelivered }) => !isUndelivered)
      .map(({ fingerprint }) => fingerprint),
  );
  const { isSignedBy } = await import("../../pki/verifying/signed-by.ts");
  const entries = gone
    .filter(({ certificate }) => !known.has(certificate.fingerprint))
    .map((one) => entryOf(one, after, isSignedBy, now));
  return entries.length === 0 ? success(undefined) : ledger.append(...entries);
}

async function goneOf(
  before: VaultDocument,
  after: VaultDocument,
  now: Date,
): Promise<readonly Gone[]> {
  const gone = new Map<string, Gone>();
  for (const [name, context] of await changedContexts(before, after)) {
    const { certificate } = context.metadata;
    if (!certificate || certificate.notAfter <= now) continue;
    if (!gone.has(certificate.fingerprint))
      gone.set(certificate.fingerprint, { name, context, certificate });
  }
  if (gone.size === 0) return [];
  await inSlices(after.contexts.values(), ({ metadata }) =>
    gone.delete(metadata.certificate?.fingerprint ?? ""),
  );
  return [...gone.values()];
}

/** Those whose certificate is another one or none now. One that both have as it is is not looked into. */
async function changedContexts(
  before: VaultDocument,
  after: VaultDocument,
): Promise<readonly (readonly [string, StoredContext])[]> {
  const print = (context: StoredContext | undefined) =>
    context?.metadata.certificate?.fingerprint;
  const changed = await inSlices(before.contexts, (named) => {
    const [name, context] = named;
    const next = after.contexts.get(name);
    const isSame = isUntouched(context, next) || print(next) === print(context);
    return isSame ? [] : [named];
  });
  return changed.flat();
}

function entryOf(
  { name, context, certificate }: Gone,
  after: VaultDocument,
  isSignedBy: SignedBy,
  now: Date,
): LedgerEntry {
  return {
    issuedAt: now.toISOString(),
    context: name,
    ...certificateFacts(context.config, certificate, isSignedBy),
    via: "import",
    purpose: after.contexts.has(name) ? "replaced" : "removed",
    recipient: name,
  };
}

/** Which contexts had another name before, for what is only shown: a ledger that cannot be read knows of none. */
export async function readRenamings(
  ledger: Ledger,
): Promise<readonly Renaming[]> {
  const read = await ledger.read();
  return read.ok ? read.value.renamings : [];
}
