import { didYouMean } from "../../closest.ts";
import { vaultError, withActions } from "../../errors.ts";
import { maxContexts } from "../../limits.ts";
import { keepAsking } from "../../policy/consent.ts";
import { failure, success, type Result } from "../../result.ts";
import { matchesGlob } from "../../talosconfig/glob.ts";
import type { RemovedContext, VaultDocument } from "../../vault/document.ts";
import { removedUntil, withRemoved } from "../../vault/drop-expired.ts";
import { refuseName } from "./rename-context.ts";

/** One removed context, without anything secret. The keys are the JSON of `removed --json`. */
export interface RemovedView {
  readonly name: string;
  /** RFC 3339, UTC. With the name it says which one is meant. */
  readonly removedAt: string;
  /** RFC 3339, UTC: it is dropped at a write after it (`withoutExpired`). */
  readonly until: string;
  readonly endpoints: readonly string[];
  readonly roles: readonly string[];
  readonly production: boolean;
}

/** The removed contexts whose time is not over, newest first. */
export function listRemoved(
  { removed = [] }: VaultDocument,
  now: Date,
): readonly RemovedView[] {
  return removed
    .filter((one) => removedUntil(one) > now)
    .map((one) => {
      const { config, metadata } = one.context;
      return {
        name: one.name,
        removedAt: one.removedAt.toISOString(),
        until: removedUntil(one).toISOString(),
        endpoints: config.endpoints,
        roles: metadata.certificate?.roles ?? [],
        production: metadata.production,
      };
    })
    .toReversed();
}

/** The removed contexts after these were removed too. The oldest leave when there are more than a vault has contexts. */
export function withNewlyRemoved(
  document: VaultDocument,
  names: ReadonlySet<string>,
  removedAt: Date,
): readonly RemovedContext[] {
  const gone = [...document.contexts].flatMap(([name, context]) =>
    names.has(name) ? [{ name, context, removedAt }] : [],
  );
  return [...(document.removed ?? []), ...gone].slice(-maxContexts);
}

/**
 * Puts a removed context back, the one that was removed last where there are several of the name. Errors: `context-missing`; `context-conflict` where its name is taken and no other is given.
 */
export function putBack(
  document: VaultDocument,
  wanted: {
    readonly name: string;
    readonly removedAt?: string | undefined;
    readonly as?: string | undefined;
    /** It was the current one: it is again, unless another one is by now. */
    readonly wasCurrent?: boolean | undefined;
  },
): Result<VaultDocument> {
  const { removed = [] } = document;
  const found = removed.findLast(
    ({ name, removedAt }) =>
      name === wanted.name &&
      (wanted.removedAt ?? removedAt.toISOString()) === removedAt.toISOString(),
  );
  if (!found) return failure(notRemoved(wanted.name, removed));
  const name = wanted.as ?? found.name;
  const refusal = refuseName(document, name);
  if (refusal) return refusal;
  const contexts = new Map(document.contexts).set(name, found.context);
  const rest = removed.filter((one) => one !== found);
  const isCurrent = wanted.wasCurrent === true && document.current === "";
  const current = isCurrent ? name : document.current;
  return success(withRemoved({ ...document, contexts, current }, rest));
}

/**
 * Lets go of removed contexts before their time: all that a pattern matches (`*` is any text), or the one that was removed at
 * a moment. Errors: `context-missing` for a pattern that matches none.
 */
export function forgetRemoved(
  document: VaultDocument,
  patterns: readonly string[],
  removedAt?: string,
): Result<VaultDocument> {
  const { removed = [] } = document;
  const isMeant = (pattern: string, one: RemovedContext) =>
    removedAt === undefined
      ? matchesGlob(pattern, one.name)
      : pattern === one.name && one.removedAt.toISOString() === removedAt;
  for (const pattern of patterns)
    if (!removed.some((one) => isMeant(pattern, one)))
      return failure(notRemoved(pattern, removed));
  const kept = removed.filter(
    (one) => !patterns.some((pattern) => isMeant(pattern, one)),
  );
  return success(keepAsking(document, withRemoved(document, kept)));
}

function notRemoved(name: string, removed: readonly RemovedContext[]) {
  const near = didYouMean(
    name,
    removed.map((one) => one.name),
  );
  return withActions(
    vaultError(
      "context-missing",
      `No removed context "${name}" is kept.`,
      `${near}Look at the removed contexts; they are kept for 30 days.`,
    ),
    ["removed"],
  );
}
