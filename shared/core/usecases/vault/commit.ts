// The vault: opened, changed, restored, recovered, its generations and backups.
// Keep: `commit` is the one place that writes it, and its order is docs/decisions/0018; a kill at every step is
// tested.
import { warning, type Warning } from "../../warning.ts";
import type { VaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { withoutExpired } from "../../vault/drop-expired.ts";
import { sameDocument } from "../../vault/same-document.ts";
import type { StoreFacts } from "../../vault/fields/store-facts.ts";
import { damaged } from "../../vault/vault-file-errors.ts";
import { recordDocument } from "../audit/record-document.ts";
import { recordRemovals, recordRenamings } from "../ledger/record-changes.ts";
import { FloorKeeper } from "./writing/keychain-floor.ts";
import { newMark } from "./generations/generation-names.ts";
import { Generations } from "./generations/generations.ts";
import type { Commit, Committed } from "./writing/commit-plan.ts";
import type { VaultPorts } from "./ports.ts";
import { clearBeside, keepBesidePresent } from "./generations/kept-edits.ts";
import { putInPlace } from "./writing/put-in-place.ts";
import { sealLogAfterWrite } from "./writing/seal-log-after-write.ts";
import {
  prepareSlots,
  settleSlots,
} from "./writing/recovery-and-passphrase-files.ts";

const longestLineage = 64;
/** About a mebibyte. Below it the whole vault is written as quickly. */
const contextsForEdits = 500;
/** The keychain's item has room for 15 digits. */
const highestGeneration = 999_999_999_999_999;

/**
 * The one place that writes the vault: file, floor, keychain, slots, generations. Call it under the lock. Killed at any
 * step, the old vault or the new one is there, and `finishInterruptedWrite` finishes or takes back the rest at the next write.
 *
 * Order: what the change removes or replaces is in the ledger; everything that will open the vault learns its identity; the present
 * file is among the generations, and what lies beside it; the vault is written, which is the moment of change; small changes
 * that lay beside it go (it holds them, or they are kept); slots take their names; the floor is
 * raised (docs/decisions/0018); the new file is among the generations; those are sealed anew where the identity is another
 * one, and thinned.
 */
export async function commit(
  ports: VaultPorts,
  asked: Commit,
): Promise<Result<Committed>> {
  const wanted = {
    ...asked,
    document: withoutExpired(asked.document, ports.clock.now()),
  };
  const { identity } = wanted;
  const anchor = await FloorKeeper.of(ports, wanted);
  const generations = await Generations.of(ports, wanted);
  if (!generations.ok) return generations;
  const recorded = await recordGone(ports, wanted);
  if (!recorded.ok) return recorded;
  const slots = await prepareSlots(ports.folder, wanted);
  if (!slots.ok) return slots;
  const facts = factsOf(ports, wanted, slots.value.facts);
  const document = await generations.value.enter(
    nextDocument(ports, wanted, facts, [
      anchor.floor,
      generations.value.highest,
    ]),
  );
  const sealed = await sealChecked(document, identity);
  if (!sealed.ok) return sealed;
  const enrolled = await anchor.prepare(slots.value.facts.passphrase !== null);
  if (!enrolled.ok) return enrolled;
  const ready = await slots.value.write();
  if (!ready.ok) return ready;
  const kept = await keepPresent(ports, generations.value, wanted);
  if (!kept.ok) return kept;
  const { bytes, readBack } = sealed.value;
  const written = await putInPlace(ports.folder, "vault.age", bytes);
  if (!written.ok) return written;
  ports.lastOpened?.keep({ bytes, document: readBack, identity });
  const cleared = await clearBeside(ports.folder, kept.value);
  const settled = await settleSlots(ports.folder, facts.slots);
  await anchor.drop(document);
  await generations.value.keepNext(bytes);
  await generations.value.sealAnew([...anchor.formers]);
  await generations.value.thin();
  const forgotten = await tellRenamings(ports, wanted, document);
  const { isThere: isInKeychain } = anchor;
  const { recoveryKey } = wanted;
  const done = { document, recoveryKey, isInKeychain };
  const unsealed = await sealLogAfterWrite(ports, done);
  const warnings = [
    ...enrolled.value,
    ...written.value,
    ...(cleared.ok ? [] : [uncleared(cleared.error)]),
    ...(settled.ok ? [] : [unsettled(settled.error)]),
    ...forgotten,
    ...unsealed,
  ];
  ports.onlooker.tell(warnings);
  return success({ document, isInKeychain, warnings });
}

/** The vault's file, and what lies beside it; gives the latter. */
async function keepPresent(
  { folder }: VaultPorts,
  generations: Generations,
  { present, document: { generation } }: Commit,
): Promise<Result<Uint8Array | null>> {
  const kept = await generations.keepPresent();
  return kept.ok ? keepBesidePresent(folder, present, generation) : kept;
}

async function recordGone(
  ports: VaultPorts,
  { present, document }: Commit,
): Promise<Result<void>> {
  if (!present) return success(undefined);
  const gone = await recordRemovals(ports, present.document, document);
  return gone.ok
    ? recordDocument(ports.ledger, present.document, document)
    : gone;
}

/** The vault is written: a failure is no reason to say that it is not. */
async function tellRenamings(
  ports: VaultPorts,
  { present }: Commit,
  after: VaultDocument,
): Promise<readonly Warning[]> {
  if (!present) return [];
  const noted = await recordRenamings(ports, present.document, after);
  return noted.ok
    ? []
    : [
        warning(
          "ledger-not-told",
          `The ledger could not note the new name: ${noted.error.message}`,
        ),
      ];
}

/** The vault is written, and opens by what lies beside it: the next write, or a recovery, finds the files by both names. */
function unsettled({ message }: VaultError): Warning {
  return warning(
    "slots-unsettled",
    `The vault is written, but the files of what opens it could not take their names: ${message} The next change does it.`,
  );
}

/** They name the file of before and count no more. */
function uncleared({ message }: VaultError): Warning {
  return warning(
    "edits-not-removed",
    `The vault is written, but the small changes of before (edits.age) could not be removed: ${message} The next change does it.`,
  );
}

function factsOf(
  { random, editsFrom }: VaultPorts,
  { present, document, keychain, lineage = [] }: Commit,
  slots: StoreFacts["slots"],
): StoreFacts {
  const before = present?.document.store ?? document.store;
  const ancestors = [
    ...(before ? [before.mark, ...before.lineage] : []),
    ...lineage,
  ];
  const isWithoutKeychain =
    keychain === "never" ||
    (keychain === undefined && before?.isWithoutKeychain === true);
  return {
    mark: newMark(random),
    lineage: [...new Set(ancestors)].slice(0, longestLineage),
    ...(isWithoutKeychain ? { isWithoutKeychain } : {}),
    ...(isLarge(document, editsFrom) ? { takesEdits: true } : {}),
    slots,
    generations: before?.generations ?? [],
  };
}

/** From so many contexts on, the removed ones included, small changes are written beside the vault. */
function isLarge(
  { contexts, removed = [] }: VaultDocument,
  editsFrom = contextsForEdits,
): boolean {
  return contexts.size + removed.length >= editsFrom;
}

function nextDocument(
  { clock }: VaultPorts,
  { present, document }: Commit,
  store: StoreFacts,
  known: readonly number[],
): VaultDocument {
  const before = [
    document.generation,
    ...known,
    present?.document.generation ?? 0,
    ...store.generations.map(({ generation }) => generation),
  ];
  const generation = Math.min(Math.max(...before) + 1, highestGeneration);
  return { ...document, store, generation, writtenAt: clock.now() };
}

interface Sealed {
  readonly bytes: Uint8Array;
  /** The same document, as it will be read: what a large vault holds is not kept twice. */
  readonly readBack: VaultDocument;
}

/** Seals a document and opens it again, and compares all of it, before anything on disk is touched. */
async function sealChecked(
  document: VaultDocument,
  identity: Secret,
): Promise<Result<Sealed>> {
  const { sealVault, unsealVault } = await import("../../vault/sealed/seal.ts");
  const sealed = await sealVault(document, identity);
  if (!sealed.ok) return sealed;
  const check = await unsealVault(sealed.value, identity);
  if (!check.ok) return check;
  return (await sameDocument(check.value, document))
    ? success({ bytes: sealed.value, readBack: check.value })
    : failure(damaged("what was to be written does not read back the same"));
}
