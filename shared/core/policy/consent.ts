import type { Lending } from "../lending.ts";
import type { ConsentRule, Remarks, VaultDocument } from "../vault/document.ts";
import { defaultRoles } from "./credential-lifetimes.ts";

/** Whether a person is asked before a credential of a context is lent, made or given away: see `isConsentDue`. */
export function consentRuleOf(
  { consent }: Pick<VaultDocument, "consent">,
  { metadata }: { readonly metadata: Pick<Remarks, "production" | "consent"> },
): ConsentRule {
  const usual = metadata.production ? "writes" : "never";
  return metadata.consent ?? consent ?? usual;
}

/** By the strictest of these rules. No roles means that they are not known: then it may be anything. */
export function isConsentDue(
  rules: readonly ConsentRule[],
  roles: readonly string[],
): boolean {
  const mayWrite =
    roles.length === 0 || roles.some((role) => !defaultRoles.includes(role));
  return rules.includes("always") || (rules.includes("writes") && mayWrite);
}

/** What a person has to agree to before a key for files of SOPS is used or leaves; null: nothing. Such a file may hold anything. */
export function sopsKeyLending(
  { consent, contexts, sopsKeys }: VaultDocument,
  name: string,
): Lending | null {
  const production = [...contexts.values()].some(
    ({ metadata }) => metadata.production,
  );
  const usual = production ? "writes" : "never";
  const rule = sopsKeys?.get(name)?.consent ?? consent ?? usual;
  return rule === "never"
    ? null
    : { context: name, production: false, roles: [], ttlSeconds: null };
}

const strictness: Readonly<Record<ConsentRule, number>> = {
  never: 0,
  writes: 1,
  always: 2,
};

/** Is less asked by the second than by the first? */
export function asksLess(before: ConsentRule, after: ConsentRule): boolean {
  return strictness[after] < strictness[before];
}

/** What a person has to agree to first. */
export interface Unagreed {
  readonly outcome: "unagreed";
  readonly lending: Lending;
}
