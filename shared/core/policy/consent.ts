import type { Lending } from "../lending-to-ask-about.ts";
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

/**
 * What a person has to agree to before a key for files of SOPS is used or leaves; null: nothing. Such a file may hold anything. A
 * production context that was removed counts as long as it is kept: whoever removes one would else take the question away.
 */
export function sopsKeyLending(
  { consent, contexts, removed, sopsKeys }: VaultDocument,
  name: string,
): Lending | null {
  const kept = [...(removed ?? [])].map(({ context }) => context);
  const production = [...contexts.values(), ...kept].some(
    ({ metadata }) => metadata.production,
  );
  const usual = production ? "writes" : "never";
  const rule = sopsKeys?.get(name)?.consent ?? consent ?? usual;
  return rule === "never"
    ? null
    : { context: name, production: false, roles: [], ttlSeconds: null };
}

/**
 * Keys for SOPS go on asking where the last production context that made them ask goes for good: the question is not that
 * context's alone. Each such key says so itself from then on.
 */
export function keepAsking(
  before: VaultDocument,
  after: VaultDocument,
): VaultDocument {
  const { sopsKeys } = after;
  if (!sopsKeys) return after;
  const kept = [...sopsKeys].map(([name, key]) => {
    const isLost =
      sopsKeyLending(before, name) !== null &&
      sopsKeyLending(after, name) === null;
    return [name, isLost ? { ...key, consent: "writes" as const } : key] as const; // prettier-ignore
  });
  return { ...after, sopsKeys: new Map(kept) };
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
