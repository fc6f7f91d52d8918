import {
  compareContexts,
  contentHash,
  type Difference,
} from "../../talosconfig/compare-contexts.ts";
import { examine } from "../../certificates/examine-many.ts";
import { summarizeCertificate } from "../../certificates/summary.ts";
import type { RecordedEntry } from "../../ledger/entry.ts";
import { momentText } from "../../moment-text.ts";
import { inheritingFrom } from "../../policy/inherited-marks.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type {
  Origin,
  StoredContext,
  VaultDocument,
} from "../../vault/document.ts";
import { newStoredContext } from "../contexts/new-stored-context.ts";
import { isOf, originOf, withOrigin } from "../imports/origin.ts";
import {
  guardedAs,
  type ReportedFindings,
} from "../imports/import-contexts.ts";
import type { ComparedOrigin } from "./compare-origins.ts";

/** What is done about one context that was compared. */
export interface PullStep {
  readonly compared: ComparedOrigin;
  /** `keep`: what is here stays, and may be pushed over what is there now. */
  readonly choice: "theirs" | "keep";
}

/** What is there against what is here: field by field, and what the certificates say. */
export function pullDifferences(
  here: TalosContext,
  there: TalosContext,
): readonly Difference[] {
  const facts = (config: TalosContext) => {
    const found = summarizeCertificate(config);
    return found
      ? `${found.roles.join(", ") || "no role"}, until ${momentText(found.notAfter)}`
      : "none";
  };
  const [before, after] = [facts(here), facts(there)];
  const differences = compareContexts(here, there);
  return before === after
    ? differences
    : [...differences, { field: "certificate", before, after }];
}

/**
 * Was it made here to lie in a store? It is less than a context's own, or means to be. That the ledger says it reached nobody changes
 * nothing: it is there.
 */
export function wasMadeForStore(
  there: TalosContext,
  known: readonly RecordedEntry[],
): boolean {
  const fingerprint = summarizeCertificate(there)?.fingerprint;
  return known.some(
    (one) => one.purpose === "store" && one.fingerprint === fingerprint,
  );
}

/**
 * Takes what stores have, in one change. A context that was changed after it was compared stays as it is. The same document where
 * nothing is new.
 */
export function applyPull(
  document: VaultDocument,
  steps: readonly PullStep[],
  now: Date,
): VaultDocument {
  const contexts = new Map(document.contexts);
  const inherit = inheritingFrom(document);
  let isChanged = false;
  for (const { compared, choice } of steps) {
    const stored = contexts.get(compared.context);
    const next = stored && pulled(stored, { compared, choice }, inherit, now);
    if (!next) continue;
    contexts.set(compared.context, next);
    isChanged = true;
  }
  return isChanged ? { ...document, contexts } : document;
}

/** What is to be said of the contexts that a pull changed, as an import says it. */
export function pullFindings(
  before: VaultDocument,
  after: VaultDocument,
  now: Date,
): readonly ReportedFindings[] {
  const inherit = inheritingFrom(before);
  return [...after.contexts].flatMap(([as, { config }]) => {
    const was = before.contexts.get(as);
    if (!was || was.config === config) return [];
    const inherited = inherit({ config, metadata: was.metadata });
    const guarded = inherited ? [guardedAs(inherited.from)] : [];
    const findings = [...guarded, ...examine(config, now).findings];
    return [{ as, kind: "replaced" as const, isChanged: true, findings }];
  });
}

function pulled(
  stored: StoredContext,
  { compared: { origin, remote, state, here }, choice }: PullStep,
  inherit: ReturnType<typeof inheritingFrom>,
  now: Date,
): StoredContext | null {
  if (!remote || stored.metadata.origin?.sha256 !== origin.sha256) return null;
  const { place, config } = remote;
  const next = originOf(place, origin.name, config, now);
  const isTaken =
    choice === "theirs" && (state === "behind" || state === "diverged");
  if (!isTaken) return isKnown(origin, next) ? null : withOrigin(stored, next);
  if (contentHash(stored.config) !== here) return null;
  const taken = withOrigin(
    newStoredContext(config, stored, undefined, now),
    next,
  );
  return inherit(taken)?.stored ?? taken;
}

/** Is that what is remembered, and nothing else was seen there? */
function isKnown(origin: Origin, next: Origin): boolean {
  return (
    isOf(origin, next) &&
    origin.sha256 === next.sha256 &&
    origin.content === next.content &&
    origin.seen === undefined
  );
}
