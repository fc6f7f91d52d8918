import { compareContexts } from "../../../talosconfig/compare-contexts.ts";
import { sameValue } from "../../../same-value.ts";
import type { StoredContext, VaultDocument } from "../../../vault/document.ts";
import { lostOthers } from "../../../vault/lost-keys.ts";
import { isUntouched } from "../../../vault/same-document.ts";

/** What one document says otherwise than another, beyond the contexts that only one of them has. */
export interface SetBack {
  /** Names of contexts that both have and that are not the same. */
  readonly changed: readonly string[];
  /** What is no context and is missing, in words: CAs with their keys, secrets of clusters. */
  readonly missing: readonly string[];
  /** The current context afterwards, where it is another one; empty: none is. */
  readonly current: string | null;
}

/** What stands otherwise once `after` takes the place of `before`, of what both have. */
export function setBack(before: VaultDocument, after: VaultDocument): SetBack {
  return {
    changed: [...after.contexts].flatMap(([name, context]) => {
      const present = before.contexts.get(name);
      if (!present || isUntouched(present, context)) return [];
      return differ(present, context) ? [name] : [];
    }),
    missing: lostOthers(before, after).map(({ name }) => name),
    current: before.current === after.current ? null : after.current,
  };
}

function differ(one: StoredContext, other: StoredContext): boolean {
  return (
    compareContexts(one.config, other.config).length > 0 ||
    !sameValue(saidOf(one), saidOf(other))
  );
}

/** All that is kept of a context but what its certificate and its import say. */
function saidOf({ metadata }: StoredContext) {
  const { importedAt: _, certificate: _certificate, ...said } = metadata;
  return said;
}
