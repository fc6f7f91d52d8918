import { closest } from "../../closest.ts";
import { vaultError, withRemedies, type VaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";

const namesShown = 5;

/**
 * The context that a person means: a name, `-` for the previous one, or nothing for the current one.
 * Errors: `context-missing`, with the names that are near.
 */
export function findContext(
  document: VaultDocument,
  wanted: string | undefined,
): Result<NamedContext> {
  const name =
    wanted === "-" ? document.previous : (wanted ?? document.current);
  const context = document.contexts.get(name);
  if (context !== undefined) return success({ name, context });
  if (wanted === undefined)
    return missing("No context is current.", document, "");
  if (wanted === "-")
    return missing("There is no previous context.", document, "");
  return missing(`The vault has no context "${wanted}".`, document, wanted);
}

/** Error: `context-missing`, for patterns with `*`. */
export function noMatch(patterns: readonly string[]): VaultError {
  return withRemedies(
    vaultError(
      "context-missing",
      `No context matches "${patterns.join(" ")}".`,
      "Look at the names.",
    ),
    ["list"],
  );
}

function missing(
  message: string,
  document: VaultDocument,
  wanted: string,
): Result<never> {
  const names = nearest([...document.contexts.keys()], wanted).map(
    (name) => `"${name}"`,
  );
  const meant = closest(wanted, document.contexts.keys());
  const next =
    names.length === 0
      ? "Import a talosconfig."
      : meant !== null
        ? `Did you mean "${meant}"?`
        : `Name one of: ${names.join(", ")}${names.length < document.contexts.size ? ", or another one" : ""}.`;
  return failure(
    withRemedies(vaultError("context-missing", message, next), [
      names.length === 0 ? "import" : "list",
    ]),
  );
}

/** Names that contain what was typed, or start like it, before the others. */
function nearest(names: readonly string[], wanted: string): readonly string[] {
  const text = wanted.toLowerCase();
  const distance = (name: string): number => {
    const lower = name.toLowerCase();
    if (text === "" || lower.includes(text) || text.includes(lower)) return 0;
    return lower.startsWith(text.slice(0, 2)) ? 1 : 2;
  };
  return names
    .map((name) => ({ name, distance: distance(name) }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, namesShown)
    .map(({ name }) => name);
}
