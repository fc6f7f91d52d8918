import { vaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import { judgeName } from "../../talosconfig/context-name.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { findContext } from "./resolve-context-name.ts";

/** Gives a context another name and keeps everything else, the current and the previous one included. */
export function renameContext(
  document: VaultDocument,
  from: string,
  to: string,
): Result<VaultDocument> {
  const found = findContext(document, from);
  if (!found.ok) return found;
  const { name } = found.value;
  if (name === to) return success(document);
  const refusal = refuseName(document, to);
  if (refusal) return refusal;
  const renamed = (old: string) => (old === name ? to : old);
  return success({
    ...document,
    current: renamed(document.current),
    previous: renamed(document.previous),
    contexts: new Map(
      [...document.contexts].map(([old, context]) => [renamed(old), context]),
    ),
  });
}

/** Why no context of the vault can get this name; null: one can. Errors: `context-conflict`, `context-invalid`. */
export function refuseName(
  document: VaultDocument,
  name: string,
): Result<never> | null {
  if (document.contexts.has(name))
    return failure(
      vaultError(
        "context-conflict",
        `There is a context "${name}" already.`,
        "Choose another name, or remove that context first.",
      ),
    );
  return refuseSpelling(name);
}

/** For a context that goes elsewhere than into the vault. */
export function refuseSpelling(name: string): Result<never> | null {
  const verdict = judgeName(name);
  if (verdict.kind === "fit") return null;
  const { reason, suggestion } = verdict;
  return failure(
    vaultError(
      "context-invalid",
      `A context's name ${reason}.`,
      suggestion === ""
        ? "Choose another name."
        : `Choose another name, as "${suggestion}".`,
    ),
  );
}
