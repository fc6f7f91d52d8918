import { adminRole } from "../roles/role.ts";
import type { VaultDocument } from "../vault/document.ts";
import { consentRuleOf, isConsentDue, type Unagreed } from "./consent.ts";
import type { Unconfirmed } from "./decision.ts";
import { dangerOf, openQuestions, type Confirmation } from "./confirmation.ts";
import { isMadeBy, isSameCluster } from "../trust/cluster-trust.ts";

/**
 * Every key of a cluster leaves the vault: guarded where one of the cluster's contexts, in use or removed, is marked production, or has a person asked. Which are
 * of it the CA says, and the name. Only a context with a certificate of that CA proves that others are not: after a rotation none has one, most of the other keys in the
 * secrets are as good as before, and a name or a CA can be written into any file. Without such a one any context of the vault counts. `ca` null: the secrets cannot
 * be read. Null: nothing is missing.
 */
export function decideClusterCopy(
  document: VaultDocument,
  { name, ca }: { readonly name: string; readonly ca: string | null },
  said: Confirmation,
): Unconfirmed | Unagreed | null {
  // One that was removed guards it still: else who removes it would be asked nothing.
  const all = [
    ...[...document.contexts].map(([of, context]) => ({ name: of, context })),
    ...(document.removed ?? []),
  ];
  const known = all.filter(
    ({ name: of, context }) =>
      ca !== null && (of === name || isSameCluster(context.config.ca, ca)),
  );
  const isProven =
    ca !== null && known.some(({ context }) => isMadeBy(ca, context.config));
  const contexts = (isProven ? known : all).map(({ context }) => context);
  const production = contexts.some(({ metadata }) => metadata.production);
  const roles = [adminRole];
  const rules = contexts.map((one) => consentRuleOf(document, one));
  if (isConsentDue([...rules, document.consent ?? "never"], roles)) {
    if (said.isAgreed) return null;
    const lending = { context: name, production, roles, ttlSeconds: null };
    return { outcome: "unagreed", lending };
  }
  const danger = dangerOf(roles, production);
  const questions = danger === null ? [] : openQuestions(name, said);
  return danger === null || questions.length === 0
    ? null
    : { outcome: "unconfirmed", danger, roles, questions };
}
