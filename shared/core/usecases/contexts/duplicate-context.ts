import { success, type Result } from "../../result.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { withoutOrigin } from "./new-stored-context.ts";
import { findContext } from "./resolve-context-name.ts";
import { refuseName } from "./rename-context.ts";

/** Puts a copy of a context beside it, with the same credential. Errors: as for renaming. */
export function duplicateContext(
  document: VaultDocument,
  from: string,
  as: string,
): Result<VaultDocument> {
  const found = findContext(document, from);
  if (!found.ok) return found;
  const refusal = refuseName(document, as);
  if (refusal) return refusal;
  const copy = withoutOrigin(found.value.context);
  const contexts = new Map(document.contexts).set(as, copy);
  return success({ ...document, contexts });
}
