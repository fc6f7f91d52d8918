import { success, type Result } from "../../result.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { findContext } from "./resolve-context-name.ts";

/** Makes a context the current one (`-`: the previous one). Using the current one again changes nothing. */
export function useContext(
  document: VaultDocument,
  wanted: string,
): Result<VaultDocument> {
  const found = findContext(document, wanted);
  if (!found.ok) return found;
  const { name } = found.value;
  if (name === document.current) return success(document);
  return success({ ...document, current: name, previous: document.current });
}
