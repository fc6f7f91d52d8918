import { success, type Result } from "../result.ts";
import { emitTalosconfig } from "../talosconfig/emit.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { VaultDocument } from "../vault/document.ts";
import { Secret } from "../secret.ts";
import { findContext } from "./find-context.ts";

/**
 * Contexts as a talosconfig in talosctl's own layout, for a lasting plaintext copy. The vault's current
 * context stays current when it is among them, else the first one named is.
 */
export function exportContexts(
  document: VaultDocument,
  wanted: readonly string[],
): Result<Secret> {
  const contexts = new Map<string, TalosContext>();
  for (const name of wanted) {
    const found = findContext(document, name);
    if (!found.ok) return found;
    contexts.set(found.value.name, found.value.context.config);
  }
  const [first = ""] = contexts.keys();
  const context = contexts.has(document.current) ? document.current : first;
  return success(new Secret(emitTalosconfig({ context, contexts })));
}
