// The contexts of the vault: found, listed, edited, renamed, removed, exported.
// Keep: Pure functions from document to document; who writes them is usecases/vault.
import { closest, didYouMean } from "../../closest.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";
import { withCommas } from "../../counted-noun.ts";
import { failure, success, type Result } from "../../result.ts";
import { unspelled } from "../../text/printable.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";

const namesShown = 5;

/**
 * The context that a person means: a name, `-` for the previous one, or nothing for the current one. A name counts before
 * what it could mean otherwise: a vault of an earlier version may have a context called `-`. A name that cannot be typed
 * is found by the way it is shown, `prod⟨U+202E⟩`.
 * Errors: `context-missing`, with the names that are near.
 */
export function findContext(
  document: VaultDocument,
  wanted: string | undefined,
): Result<NamedContext> {
  const name = meant(document, wanted);
  const context = document.contexts.get(name);
  if (context !== undefined) return success({ name, context });
  if (wanted === undefined)
    return missing("No context is current.", document, "");
  if (wanted === "-")
    return missing("There is no previous context.", document, "");
  return missing(`The vault has no context "${wanted}".`, document, wanted);
}

function meant(document: VaultDocument, wanted: string | undefined): string {
  if (wanted === undefined) return document.current;
  if (document.contexts.has(wanted)) return wanted;
  if (wanted === "-") return document.previous;
  return unspelled(wanted);
}

/**
 * Error: `context-missing`, for names and patterns with `*`. `names`: of all contexts. `near`: the beginning of an advice, where
 * something else than a name was nearly right.
 */
export function noMatch(
  patterns: readonly string[],
  names: readonly string[],
  near = "",
): VaultError {
  const questions = patterns.map((one) => didYouMean(one, names));
  const question = questions.find((one) => one !== "") ?? near;
  return withActions(
    vaultError(
      "context-missing",
      `No context matches "${patterns.join(" ")}".`,
      question === ""
        ? "Look at the names."
        : `${question}Else look at the names.`,
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
  if (document.removed?.some((one) => one.name === wanted))
    return failure(
      withActions(
        vaultError(
          "context-missing",
          message,
          "It was removed. It can be put back while the vault keeps it.",
        ),
        ["removed", "list"],
      ),
    );
  const near = closest(wanted, document.contexts.keys());
  const next =
    names.length === 0
      ? "Import a talosconfig."
      : near !== null
        ? `Did you mean "${near}"? Else look at the names.`
        : names.length === document.contexts.size
          ? `Name one of: ${names.join(", ")}.`
          : `Name one of the ${withCommas(document.contexts.size)}, such as ${names.join(", ")}.`;
  return failure(
    withActions(vaultError("context-missing", message, next), [
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
