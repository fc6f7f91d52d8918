import type { VaultDocument } from "../../../vault/document.ts";
import { keptArchive } from "./generation-with-edits.ts";
import { openWithKeys, type OpenVault } from "../open.ts";
import type { VaultPorts } from "../ports.ts";
import { setBack, type SetBack } from "./restore-differences.ts";

/** The vault file whose place something takes. */
export interface PresentVault {
  readonly exists: boolean;
  /** It is another vault than the one that is put in place. */
  readonly isOther: boolean;
  /** Null when nothing at hand opens it, or it is another vault. */
  readonly opened: OpenVault | null;
}

export interface RestorePlan {
  readonly contexts: number;
  readonly writtenAt: Date;
  readonly generation: number;
  /** There is a vault file whose place it takes. */
  readonly replaces: boolean;
  /**
   * Names of contexts that will be there no more: of the present vault, or, where that is the older file itself, of the
   * newest generation that is kept. Null where that cannot be opened, or none is kept.
   */
  readonly gone: readonly string[] | null;
  /** Names of contexts that the present vault lacks and what is put in place has; null where `gone` is, or there is no vault. */
  readonly added: readonly string[] | null;
  /** What else is as it was then; null where `added` is. */
  readonly setBack: SetBack | null;
  /** The vault whose place it takes is another one. */
  readonly isOther: boolean;
  /** The generation that has them; null where `gone` is, or there is no vault. */
  readonly before: number | null;
  /**
   * The keychain knows this vault, and there is none where it is put: where it is in use in another folder, that one counts as older
   * afterwards.
   */
  readonly isKnownElsewhere: boolean;
  /** What counted before, and what is to count: for whoever judges what becomes laxer. `from` null: nobody knows. */
  readonly from: VaultDocument | null;
  readonly to: VaultDocument;
}

/**
 * @param wanted what is put in place
 * @param present the vault that is there, opened where something at hand opens it
 * @param isSame what is put in place is the file that is there, which is older than the last one written
 */
export async function planRestore(
  ports: VaultPorts,
  wanted: VaultDocument,
  present: PresentVault,
  isSame: boolean,
): Promise<RestorePlan> {
  const { contexts, writtenAt, generation } = wanted;
  const { exists, isOther, opened } = present;
  const before =
    isSame && opened ? await openNewestKept(ports, opened) : opened?.document;
  const known = before?.contexts ?? null;
  return {
    contexts: contexts.size,
    writtenAt,
    generation,
    replaces: exists,
    gone: exists ? missingIn(contexts, known) : [],
    added: known ? missingIn(known, contexts) : null,
    setBack: before ? setBack(before, wanted) : null,
    isOther,
    isKnownElsewhere: await isKnownElsewhere(ports, wanted, present),
    before: before?.generation ?? null,
    from: before ?? null,
    to: wanted,
  };
}

/** Of the usual folder `restoreVault` has said so already. */
async function isKnownElsewhere(
  { keychain, usualFolder }: VaultPorts,
  { vaultId }: VaultDocument,
  { exists }: PresentVault,
): Promise<boolean> {
  if (exists || usualFolder === undefined) return false;
  const { kind } = await keychain.read(vaultId);
  return kind === "found";
}

type Contexts = VaultDocument["contexts"];

/** Names of `all` that are not in `there`; null where nobody knows all. */
function missingIn(
  there: Contexts,
  all: Contexts | null,
): readonly string[] | null {
  return all ? [...all.keys()].filter((name) => !there.has(name)) : null;
}

/**
 * The newest generation that is kept and is later than the vault in place, opened with what opened that one: what was
 * written since an older file came to lie there. Null when none is kept, or nothing at hand opens it.
 */
async function openNewestKept(
  ports: VaultPorts,
  { document, keys }: OpenVault,
): Promise<VaultDocument | null> {
  const { backups } = ports.folder;
  const kept = await backups.list();
  const edits = await backups.edits.list();
  const later = [
    ...(kept.ok ? kept.value : []).map((id) => ({ id, edits: undefined })),
    ...(edits.ok ? edits.value : []).map((one) => ({ id: one.of, edits: one })),
  ]
    .map((one) => ({ ...one, reached: (one.edits ?? one.id).generation }))
    .filter(({ reached }) => reached > document.generation)
    .toSorted((a, b) => b.reached - a.reached);
  for (const one of later) {
    const archive = await keptArchive(ports.folder, one.id, one.edits);
    if (!archive.ok || archive.value === null) continue;
    const opened = await openWithKeys(
      ports,
      archive.value,
      // Without the token: how old it is, and whose, is no question here.
      { ...keys, token: null },
      "accepted",
    );
    if (opened.ok) return opened.value.document;
  }
  return null;
}
