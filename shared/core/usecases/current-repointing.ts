import type { Repointing } from "../ports/session-keeper.ts";
import { success, type Result } from "../result.ts";
import { sessionDocument } from "../talosconfig/session-document.ts";
import type { VaultDocument } from "../vault/document.ts";
import { findContext } from "./find-context.ts";

/** What sessions that follow the current context get now. Errors: `context-missing` when none is current. */
export function currentRepointing(document: VaultDocument): Result<Repointing> {
  const found = findContext(document, undefined);
  if (!found.ok) return found;
  const { name, context } = found.value;
  return success({
    context: name,
    roles: context.metadata.certificate?.roles ?? [],
    document: sessionDocument(name, context.config),
  });
}
