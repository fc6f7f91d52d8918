// New clusters' secrets, and a rotation of a CA over all contexts of one cluster.
// Keep: One write for all contexts of a rotation, and none before a node accepted a credential of the new CA.
import {
  withActions,
  withoutCause,
  type ErrorCode,
  type VaultError,
} from "../../errors.ts";
import type { Problem } from "../../problem.ts";
import { failure, success, type Result } from "../../result.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import {
  attemptReissue,
  holding,
  type ReissueAttempt,
  type ReissueOrder,
} from "./attempt-reissue.ts";
import { findContext } from "../contexts/resolve-context-name.ts";
import { judgeNewAuthority } from "./judge-new-authority.ts";
import { recordUndelivered } from "../issuing/record-issued.ts";
import { swap, type RenewalPorts } from "../renewal/renew-context.ts";
import { contextsOfCluster } from "./rotation-state.ts";

/** What became of one context; all of them hold the new CA. */
export interface Reissued {
  readonly name: string;
  readonly outcome: ReissueAttempt["outcome"];
  /** RFC 3339, of the credential that was made; null: none was. */
  readonly notAfter: string | null;
  /** Why it keeps the old one; null: it does not. */
  readonly problem: Problem<ErrorCode> | null;
}

/**
 * Takes every context of a cluster over to its new CA: each holds both CAs from now on, so that it works before, during
 * and after the swap, and has a new credential with the same roles where one could be made and was accepted. One write
 * of the vault for all of them; those that could not be made keep the old one, and are named. Where no credential of the
 * new CA was accepted nothing is changed: then it may not be this cluster's. Errors: `context-conflict` and `context-invalid` when the CA is not the
 * new one; that of the first attempt.
 */
export async function reissueCluster(
  ports: RenewalPorts,
  document: VaultDocument,
  found: NamedContext,
  order: ReissueOrder,
): Promise<Result<readonly Reissued[]>> {
  const cluster = contextsOfCluster(document, found);
  const refusal = judgeNewAuthority(
    document,
    cluster,
    found.name,
    order.next.ca,
  );
  if (refusal) return failure(refusal);
  const attempts = await attemptReissue(ports, document, found, order);
  const isTrusted = attempts.some((one) => one.isTrusted);
  const [first] = attempts.flatMap(({ problem }) => problem ?? []);
  if (!isTrusted && first) return failure(nothingChanged(first, found.name));
  const left = new Map<string, VaultError>();
  const changed = await ports.change((fresh) =>
    success(apply(fresh, attempts, order.next.ca, ports.clock.now(), left)),
  );
  for (const { found: one, issued } of attempts)
    if (issued && (!changed.ok || left.has(one.name)))
      await recordUndelivered(ports, one.name, issued);
  if (!changed.ok) return changed;
  return success(
    attempts.map((one) => describe(one, left.get(one.found.name) ?? null)),
  );
}

function describe(
  { found: { name }, outcome, issued, problem: own }: ReissueAttempt,
  conflict: VaultError | null,
): Reissued {
  const problem = conflict ?? own;
  if (problem) {
    const told = withoutCause(problem);
    return { name, outcome: "failed", notAfter: null, problem: told };
  }
  const notAfter = issued?.notAfter.toISOString() ?? null;
  return { name, outcome, notAfter, problem: null };
}

/** A CA under which nobody accepts anything is trusted by nobody afterwards. */
function nothingChanged(first: VaultError, name: string): VaultError {
  return withActions(
    {
      ...first,
      message: `No credential of the new CA was accepted, so nothing was changed. ${first.message}`,
      next: `${first.next} Is it the right file? Or take them without trying them first.`,
    },
    ["untested"],
    name,
  );
}

/** `left` gets those that somebody else changed meanwhile: they keep what they have, and hold the new CA. */
function apply(
  fresh: VaultDocument,
  attempts: readonly ReissueAttempt[],
  ca: string,
  now: Date,
  left: Map<string, VaultError>,
): VaultDocument {
  let document = fresh;
  for (const { found, issued } of attempts) {
    const present = findContext(document, found.name);
    // Removed meanwhile: then nothing of it is needed.
    if (!present.ok) continue;
    const { context } = holding(present.value, ca);
    const contexts = new Map(document.contexts).set(found.name, context);
    document = { ...document, contexts };
    if (!issued) continue;
    const swapped = swap(document, found, issued, now);
    if (swapped.ok) document = swapped.value;
    else left.set(found.name, swapped.error);
  }
  return document;
}
