import { adminRole } from "../roles/role.ts";
import type { VaultDocument } from "../vault/document.ts";
import { consentRuleOf, isConsentDue, type Unagreed } from "./consent.ts";
import type { Unconfirmed } from "./decision.ts";
import { dangerOf, openQuestions, type Confirmation } from "./confirmation.ts";
import { isMadeBy, isSameCluster, mayFollow } from "../trust/cluster-trust.ts";

/**
 * Every key of a cluster leaves the vault: guarded where one of the cluster's contexts, in use or removed, is marked production, or has a person asked. Which are
 * of it the CA says, and the name. After a rotation the contexts trust another CA, most of the other keys in the secrets are as good as before, and a name or a CA can be
 * written into any file: where no context has a certificate of that CA, any of the vault counts. One that has it may be left from before the rotation; beside it count those
 * whose CA is younger, which could be the one that came after it. `ca` null: the secrets cannot be read. Null: nothing is missing.
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
  const others = all.filter(
    ({ context }) => !isProven || mayFollow(ca, context.config),
  );
  const contexts = [...known, ...others].map(({ context }) => context);
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
