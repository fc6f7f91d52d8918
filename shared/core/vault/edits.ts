import { hasSameRest } from "./change-size.ts";
import type {
  ContextMetadata,
  Remarks,
  StoredContext,
  VaultDocument,
} from "./document.ts";
import type { StoreFacts } from "./fields/store-facts.ts";
import { sameValue } from "../same-value.ts";

/** What one small change changes; what is absent stays as it is. */
export interface EditContent {
  readonly current?: string;
  readonly previous?: string;
  /** By name, in the order of the vault. */
  readonly contexts?: ReadonlyMap<string, Remarks>;
}

/** One small change, as it was made. */
export interface Edit extends EditContent {
  /** Names it among all writes, as a vault file's does. */
  readonly mark: string;
  readonly writtenAt: Date;
}

/** The small changes that were made to one vault file and are not in it yet. */
export interface EditLog {
  readonly vaultId: string;
  /** Generation and mark of the vault file. Not its hash: an earlier generation is sealed anew when a key is replaced. */
  readonly generation: number;
  readonly mark: string;
  /** Oldest first, at least one. */
  readonly edits: readonly Edit[];
}

/** The last one of a log. */
export function lastEdit({ edits }: EditLog): Edit {
  const last = edits.at(-1);
  if (!last) throw new Error("a log without edits");
  return last;
}

/** The generation of a vault with all of a log's edits: each is a write. */
export function generationOf({ generation, edits }: EditLog): number {
  return generation + edits.length;
}

/** What leads from one document to the other; null where it is more than an edit can say. */
export function editBetween(
  before: VaultDocument,
  after: VaultDocument,
): EditContent | null {
  const isOfThisVault =
    before.vaultId === after.vaultId && before.store === after.store;
  if (!isOfThisVault || !hasSameRest(before, after)) return null;
  const contexts = new Map<string, Remarks>();
  for (const [name, context] of after.contexts) {
    const old = before.contexts.get(name);
    if (old === context) continue;
    if (!old || !differsInRemarksAlone(old, context)) return null;
    contexts.set(name, remarksOf(context.metadata));
  }
  return {
    ...(after.current === before.current ? {} : { current: after.current }),
    ...(after.previous === before.previous ? {} : { previous: after.previous }),
    ...(contexts.size === 0 ? {} : { contexts }),
  };
}

function differsInRemarksAlone(a: StoredContext, b: StoredContext): boolean {
  const [left, right] = [a.metadata, b.metadata];
  return (
    sameValue(a.config, b.config) &&
    sameValue({ ...left, ...noRemarks }, { ...right, ...noRemarks })
  );
}

const noRemarks = {
  labels: undefined,
  production: undefined,
  favorite: undefined,
  color: undefined,
  note: undefined,
  session: undefined,
  consent: undefined,
  guard: undefined,
};

function remarksOf(metadata: ContextMetadata): Remarks {
  const { labels, production, favorite, color, note, session } = metadata;
  const { consent, guard } = metadata;
  return {
    labels,
    production,
    ...(favorite ? { favorite } : {}),
    ...(color ? { color } : {}),
    ...(note === undefined ? {} : { note }),
    ...(session ? { session } : {}),
    ...(consent ? { consent } : {}),
    ...(guard ? { guard } : {}),
  };
}

/**
 * The document of a vault file with the edits of a log: a write of its own, with a number, a time and a mark, made from all
 * before. Null where the log is of another vault file, or speaks of a context that this one has not.
 */
export function withEdits(
  document: VaultDocument,
  log: EditLog,
): VaultDocument | null {
  const { store } = document;
  if (!store || !isMadeTo(document, log)) return null;
  const contexts = new Map(document.contexts);
  let { current, previous } = document;
  for (const edit of log.edits) {
    current = edit.current ?? current;
    previous = edit.previous ?? previous;
    for (const [name, remarks] of edit.contexts ?? []) {
      const context = contexts.get(name);
      if (!context) return null;
      contexts.set(name, withRemarks(context, remarks));
    }
  }
  return {
    ...document,
    generation: generationOf(log),
    writtenAt: lastEdit(log).writtenAt,
    current,
    previous,
    contexts,
    store: withMarks(store, log),
  };
}

/** Were the edits made to this vault file, and no other? */
function isMadeTo(
  { vaultId, generation, store }: VaultDocument,
  log: EditLog,
): boolean {
  return (
    log.vaultId === vaultId &&
    log.generation === generation &&
    log.mark === store?.mark
  );
}

/** Are all of these edits in the document already, because it was made from them? */
export function holdsEdits({ store }: VaultDocument, log: EditLog): boolean {
  const { mark } = lastEdit(log);
  return store?.mark === mark || store?.lineage.includes(mark) === true;
}

function withMarks(store: StoreFacts, { edits }: EditLog): StoreFacts {
  const [mark = store.mark, ...earlier] = edits
    .map((edit) => edit.mark)
    .toReversed();
  return {
    ...store,
    mark,
    lineage: [...earlier, store.mark, ...store.lineage],
  };
}

function withRemarks(
  { config, metadata }: StoredContext,
  remarks: Remarks,
): StoredContext {
  const {
    labels: _labels,
    production: _production,
    favorite: _favorite,
    color: _color,
    note: _note,
    session: _session,
    consent: _consent,
    guard: _guard,
    ...rest
  } = metadata;
  return { config, metadata: { ...rest, ...remarks } };
}
