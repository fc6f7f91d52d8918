import { mayBeLooser } from "../gateway/guard/looser-guard.ts";
import { credentialKey } from "../talosconfig/same-credential.ts";
import type { ContextEdit } from "../vault/context-edit.ts";
import type { StoredContext, VaultDocument } from "../vault/document.ts";
import { asksLess, consentRuleOf } from "./consent.ts";

type Tightening = Pick<ContextEdit, "production" | "consent" | "guard">;

/**
 * Other contexts that carry the credential of one that was just guarded more, and stay guarded less in what the change said:
 * under their names the same key is lent as before.
 *
 * @param after the vault with the change
 * @param name the context that was changed
 */
export function lessGuardedCopies(
  after: VaultDocument,
  name: string,
  edit: Tightening,
): readonly string[] {
  const changed = after.contexts.get(name);
  const key = changed && guards(edit) ? credentialKey(changed.config) : null;
  if (!changed || key === null) return [];
  return [...after.contexts]
    .filter(
      ([copy, context]) =>
        copy !== name &&
        isLessGuarded(after, changed, context, edit) &&
        credentialKey(context.config) === key,
    )
    .map(([copy]) => copy);
}

function guards({ production, consent, guard }: Tightening): boolean {
  return production === true || Boolean(consent) || guard !== undefined;
}

function isLessGuarded(
  document: VaultDocument,
  changed: StoredContext,
  copy: StoredContext,
  { production, consent, guard }: Tightening,
): boolean {
  const [marks, own] = [changed.metadata, copy.metadata];
  if (production === true && !own.production) return true;
  const [rule, ownRule] = [
    consentRuleOf(document, changed),
    consentRuleOf(document, copy),
  ];
  if (consent && asksLess(rule, ownRule)) return true;
  const isGuarded = guard !== undefined && marks.guard !== undefined;
  return isGuarded && mayBeLooser(marks.guard, own.guard);
}
