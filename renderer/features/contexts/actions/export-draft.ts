import {
  dangerOf,
  type Danger,
} from "../../../../shared/core/policy/confirmation.ts";
import type { ListedContext } from "../../../../shared/contract/contexts.ts";
import type { RequestOf } from "../../../../shared/contract/index.ts";
import { missingForDanger } from "../../fields/danger-text.ts";

/** An export as it is being typed. */
export interface ExportDraft {
  readonly path: string;
  /** One for all of them. */
  readonly reason: string;
  /** What was typed to confirm a context, by its name. */
  readonly typed: ReadonlyMap<string, string>;
}

export const nothingSaid: ExportDraft = {
  path: "",
  reason: "",
  typed: new Map(),
};

/** A context whose key leaves only after it was confirmed. */
interface Guarded {
  readonly name: string;
  readonly danger: Danger;
}

/** Those of the named that must be confirmed: each by itself, as where it is exported alone. */
export function guardedOf(
  contexts: readonly ListedContext[],
  names: readonly string[],
): readonly Guarded[] {
  const wanted = new Set(names);
  return contexts.flatMap(({ name, roles, production }) => {
    const danger = wanted.has(name) ? dangerOf(roles, production) : null;
    return danger === null ? [] : [{ name, danger }];
  });
}

/** Why nothing can be written yet, as a sentence; null: main can be asked. */
export function missingOf(
  { path, reason, typed }: ExportDraft,
  guarded: readonly Guarded[],
  isPathTyped: boolean,
): string | null {
  if (isPathTyped && path === "") return "The file to write has no path yet.";
  for (const { name, danger } of guarded) {
    const confirmation = typed.get(name);
    const missing = missingForDanger(danger, name, { reason, confirmation });
    if (missing !== null) return missing;
  }
  return null;
}

/** What main is asked. */
export function exportOf(
  { path, reason, typed }: ExportDraft,
  names: readonly string[],
  guarded: readonly Guarded[],
  isPathTyped: boolean,
): RequestOf<"contexts.export"> {
  return {
    names: [...names],
    ...(isPathTyped ? { path } : {}),
    ...(guarded.length > 0
      ? {
          reason: reason.trim(),
          confirmations: guarded.map(({ name }) => typed.get(name) ?? ""),
        }
      : {}),
  };
}
