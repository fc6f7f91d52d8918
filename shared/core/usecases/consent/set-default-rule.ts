import { lessAsked, lessAskedError } from "../../policy/loosened-rules.ts";
import { failure, success, type Result } from "../../result.ts";
import type { ConsentRule, VaultDocument } from "../../vault/document.ts";

/**
 * Says whether a person is asked about contexts that say nothing of their own; null: as they are marked production. Errors:
 * `consent-needed` where that is less than before, unless a person agreed.
 */
export function setDefaultRule(
  document: VaultDocument,
  rule: ConsentRule | null,
  isAgreed: boolean,
): Result<VaultDocument> {
  if (rule === (document.consent ?? null)) return success(document);
  const { consent: _, ...rest } = document;
  const changed = rule === null ? rest : { ...rest, consent: rule };
  const less = isAgreed ? null : lessAsked(document, changed);
  return less ? failure(lessAskedError(less)) : success(changed);
}
