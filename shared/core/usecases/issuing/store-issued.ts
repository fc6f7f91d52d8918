import { success, type Result } from "../../result.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { VaultDocument } from "../../vault/document.ts";
import {
  newStoredContext,
  withoutOrigin,
} from "../contexts/new-stored-context.ts";
import { findContext } from "../contexts/resolve-context-name.ts";
import { refuseName } from "../contexts/rename-context.ts";

/**
 * Puts an issued credential into the vault: into the context that it was issued for, whose marks stay, or into a new
 * one beside it. Errors: as for renaming.
 */
export function storeIssued(
  document: VaultDocument,
  from: string,
  as: string | null,
  config: TalosContext,
  now: Date,
): Result<VaultDocument> {
  const found = findContext(document, from);
  if (!found.ok) return found;
  const refusal = as === null ? null : refuseName(document, as);
  if (refusal) return refusal;
  const { name, context } = found.value;
  const before = as === null ? context : withoutOrigin(context);
  const stored = newStoredContext(config, before, undefined, now);
  const contexts = new Map(document.contexts).set(as ?? name, stored);
  return success({ ...document, contexts });
}
