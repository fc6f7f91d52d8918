import { mayBeLooser } from "../gateway/guard/looser-guard.ts";
import { credentialKey } from "../talosconfig/same-credential.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import { amongClusters } from "../trust/cluster-trust.ts";
import type {
  ConsentRule,
  ContextGuard,
  StoredContext,
  VaultDocument,
} from "../vault/document.ts";
import { asksLess, consentRuleOf } from "./consent.ts";

/** What guards the contexts that have a credential, or are of a cluster. */
interface Marks {
  /** Name of the first of them. */
  readonly from: string;
  readonly production: boolean;
  /** The strictest. */
  readonly rule: ConsentRule;
  /** The first. */
  readonly guard: ContextGuard | undefined;
}

/** A context with the marks of others, and whose they are; null: it has what they have. */
export interface Inherited {
  readonly stored: StoredContext;
  readonly from: string;
}

/**
 * What comes into the vault under a new name is guarded as what it has already of the same credential or cluster, in use or
 * removed: else a key is asked nothing under its second name. Nothing is loosened by it.
 */
export function inheritingFrom(
  document: VaultDocument,
): (stored: StoredContext) => Inherited | null {
  const byCredential = new Map<string, Marks>();
  const byCa = new Map<string, Marks>();
  for (const [name, context] of guarded(document)) {
    const marks = marksOf(document, name, context);
    const credential = credentialKey(context.config);
    if (credential !== null) join(byCredential, credential, marks);
    if (context.config.ca !== undefined) join(byCa, context.config.ca, marks);
  }
  if (byCredential.size === 0 && byCa.size === 0) return () => null;
  const sameCluster = amongClusters(byCa.keys());
  return (stored) => {
    const related = [
      ofCredential(byCredential, stored.config),
      ...sameCluster(stored.config.ca).map((ca) => byCa.get(ca)),
    ].filter((marks) => marks !== undefined);
    const [first, ...others] = related;
    if (!first) return null;
    return withMarks(document, stored, others.reduce(both, first));
  };
}

function guarded(
  document: VaultDocument,
): readonly (readonly [string, StoredContext])[] {
  const removed = (document.removed ?? []).map(
    ({ name, context }) => [name, context] as const,
  );
  return [...document.contexts, ...removed].filter(
    ([, context]) =>
      context.metadata.production ||
      context.metadata.guard !== undefined ||
      consentRuleOf(document, context) !== "never",
  );
}

function marksOf(
  document: VaultDocument,
  from: string,
  context: StoredContext,
): Marks {
  const { production, guard } = context.metadata;
  return { from, production, rule: consentRuleOf(document, context), guard };
}

function join(all: Map<string, Marks>, key: string, marks: Marks): void {
  const known = all.get(key);
  all.set(key, known ? both(known, marks) : marks);
}

function both(one: Marks, other: Marks): Marks {
  return {
    from: one.from,
    production: one.production || other.production,
    rule: asksLess(other.rule, one.rule) ? other.rule : one.rule,
    guard: one.guard ?? other.guard,
  };
}

function ofCredential(
  all: ReadonlyMap<string, Marks>,
  config: TalosContext,
): Marks | undefined {
  const credential = credentialKey(config);
  return credential === null ? undefined : all.get(credential);
}

function withMarks(
  document: VaultDocument,
  { config, metadata }: StoredContext,
  { from, production, rule, guard }: Marks,
): Inherited | null {
  const marked = { ...metadata, production: metadata.production || production };
  const asked = consentRuleOf(document, { metadata: marked });
  const isLess = asksLess(rule, asked);
  const isOpener = guard !== undefined && mayBeLooser(guard, metadata.guard);
  if (marked.production === metadata.production && !isLess && !isOpener)
    return null;
  const inherited = {
    ...marked,
    ...(isLess ? { consent: rule } : {}),
    ...(isOpener ? { guard } : {}),
  };
  return { stored: { config, metadata: inherited }, from };
}
