import { vaultError, type VaultError } from "../errors.ts";
import { mayBeLooser } from "../gateway/guard/looser-guard.ts";
import type { Lending } from "../lending-to-ask-about.ts";
import { credentialKey } from "../talosconfig/same-credential.ts";
import type {
  ConsentRule,
  StoredContext,
  VaultDocument,
} from "../vault/document.ts";
import { isUntouched } from "../vault/same-document.ts";
import { asksLess, consentRuleOf } from "./consent.ts";

/** What a person types where it is about the vault's own rule. */
const vaultWord = "vault";

/**
 * What a person has to agree to before one document takes the place of another; null: no less is asked by the second. A
 * context is the one that had its name, and the strictest that had its credential, in use or removed, where that of the name had
 * another; one that the first does not know is held against what a new context gets.
 */
export function lessAsked(
  before: VaultDocument,
  after: VaultDocument,
): Lending | null {
  const losing = losingContexts(before, after);
  const [first, ...others] = losing;
  const production = losing.some(([, { metadata }]) => metadata.production);
  const nothing = { production, roles: [], ttlSeconds: null };
  if (isDefaultLess(before, after))
    return { context: vaultWord, ...nothing, scope: "vault" };
  if (!first) return null;
  const [context] = first;
  if (others.length === 0) return { context, ...nothing };
  return { context, ...nothing, others: others.length };
}

/** The error of what a person has to agree to before less is asked; a shell asks one, and tries again. */
export function lessAskedError(lending: Lending): VaultError {
  const { context, scope, others = 0 } = lending;
  const more = others === 0 ? "" : ` and ${String(others)} more`;
  const what = scope === "vault" ? "this vault's contexts" : `"${context}"`;
  return {
    ...vaultError(
      "consent-needed",
      `A person is asked first: less would be asked about ${what}${more}, or more of its calls let through.`,
      "Somebody at this machine has to agree when it is asked: in the window, in a dialog of the desktop, or on another terminal.",
    ),
    lending,
  };
}

type Named = readonly [name: string, context: StoredContext];

function losingContexts(
  before: VaultDocument,
  after: VaultDocument,
): readonly Named[] {
  const isSameRule = before.consent === after.consent;
  const changed = [...after.contexts].filter(
    ([name, context]) =>
      !isSameRule || !isUntouched(context, before.contexts.get(name)),
  );
  if (changed.length === 0) return [];
  const guarded = guardedCredentials(before);
  const withGuard = [...before.contexts.values()].filter(
    ({ metadata }) => metadata.guard !== undefined,
  );
  return changed.filter(([name, context]) => {
    const named = before.contexts.get(name);
    if (losesGuard(withGuard, context, named)) return true;
    const rule = consentRuleOf(after, context);
    if (rule === "always") return false;
    const asNamed = consentRuleOf(before, named ?? unmarked(context));
    if (asksLess(asNamed, rule)) return true;
    if (guarded.size === 0) return false;
    const key = credentialKey(context.config);
    const isTheSame = named && credentialKey(named.config) === key;
    return !isTheSame && asksLess(guarded.get(key) ?? "never", rule);
  });
}

/** Does the guard of the context that had its name, or for a new name one of its credential, let more through? */
function losesGuard(
  withGuard: readonly StoredContext[],
  context: StoredContext,
  named: StoredContext | undefined,
): boolean {
  const key =
    named || withGuard.length === 0 ? null : credentialKey(context.config);
  const before = named
    ? [named]
    : withGuard.filter(({ config }) => credentialKey(config) === key);
  return before.some(({ metadata: { guard } }) => {
    return guard !== undefined && mayBeLooser(guard, context.metadata.guard);
  });
}

/** What a new context gets that is, or is not, marked production. */
function unmarked({ metadata: { production } }: StoredContext) {
  return { metadata: { production } };
}

/** The strictest rule of each credential that has a person asked, in use or removed. */
function guardedCredentials(
  document: VaultDocument,
): ReadonlyMap<string | null, ConsentRule> {
  const rules = new Map<string | null, ConsentRule>();
  const removed = (document.removed ?? []).map(({ context }) => context);
  for (const context of [...document.contexts.values(), ...removed]) {
    const rule = consentRuleOf(document, context);
    if (rule === "never") continue;
    const key = credentialKey(context.config);
    const known = rules.get(key) ?? "never";
    if (key !== null && asksLess(rule, known)) rules.set(key, rule);
  }
  return rules;
}

/** Is less asked of a context that says nothing of its own? */
function isDefaultLess(before: VaultDocument, after: VaultDocument): boolean {
  if (before.consent === after.consent) return false;
  return [true, false].some((production) => {
    const silent = { metadata: { production } };
    return asksLess(
      consentRuleOf(before, silent),
      consentRuleOf(after, silent),
    );
  });
}
