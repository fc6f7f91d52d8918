import { vaultError, withActions, type VaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { VaultDocument } from "../../vault/document.ts";
import type { GenerationId } from "../../ports/vault-folder.ts";
import { withRemoved } from "../../vault/drop-expired.ts";
import { withRequests } from "../../vault/requests.ts";
import { idOf, isSame } from "./generations/generation-names.ts";

/** A change that can be taken back while nothing was written after it. */
export interface UndoableChange {
  /** What a person did, as a sentence: "Removed prod." */
  readonly what: string;
  /** The document before it. */
  readonly before: VaultDocument;
  /** What it wrote: another machine may have written one with the same number. */
  readonly written: GenerationId;
}

/** Error: `context-conflict`. */
export function changedSince(what?: string): VaultError {
  return withActions(
    vaultError(
      "context-conflict",
      what === undefined
        ? "The vault was changed since."
        : `The vault was changed after this: ${what}`,
      "Only the last change can be undone. An earlier vault can be put in place as a whole.",
    ),
    ["restore"],
  );
}

/**
 * Puts the contexts, the vault's rule of consent, the authorities, the requests for access, the keys for SOPS, the current and the previous context back as they were before a change. Errors:
 * `context-conflict` when something was written since, here or by another program: we undo nothing unseen.
 */
export function undoChange(
  document: VaultDocument,
  { before, written, what }: UndoableChange,
): Result<VaultDocument> {
  if (!isSame(idOf(document), written)) return failure(changedSince(what));
  const { contexts, current, previous, authorities = new Map() } = before;
  const { clusters = new Map(), removed = [], consent } = before;
  const { requests = new Map(), sopsKeys = new Map() } = before;
  const { consent: _, ...rest } = document;
  const undone = {
    ...rest,
    ...(consent ? { consent } : {}),
    contexts,
    current,
    previous,
    authorities,
    clusters,
    sopsKeys,
  };
  return success(withRemoved(withRequests(undone, requests), removed));
}
