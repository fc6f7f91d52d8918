import { nextAdmin } from "../../policy/find-admin.ts";
import type { Result } from "../../result.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import { refuseIfCancelled } from "./refuse-if-cancelled.ts";
import type { IssuingPorts } from "./issuing-ports.ts";

/** Who asks a node for a new credential. */
export interface Askers {
  /** A context with os:admin of the same cluster, maybe the one that the credential is for. */
  readonly asker: NamedContext;
  /** Who asks where that one got nothing; null: there is nobody, or a person named this one. */
  readonly next: () => NamedContext | null;
}

/** The administrator that was found, and after it the next one that was confirmed by the same answers. */
export function askersFor(
  document: VaultDocument,
  found: NamedContext,
  asker: NamedContext,
  now: Date,
): Askers {
  return { asker, next: () => nextAdmin(document, found, asker, now) };
}

/** The one that a person named, and no other. */
export function onlyAsker(asker: NamedContext): Askers {
  return { asker, next: () => null };
}

/**
 * Asks as one administrator, and as the next where the cluster gave that one nothing: its credential may be refused or its
 * nodes be gone, and another one's not. Nobody waits for a third. What is no fault of the cluster is not tried again. The
 * error is that of the first.
 */
export async function askInTurn<T>(
  ports: IssuingPorts,
  { asker, next }: Askers,
  ask: (asker: NamedContext) => Promise<Result<T>>,
): Promise<Result<T>> {
  const made = await ask(asker);
  if (made.ok || !isOfCluster(made.error.code) || refuseIfCancelled(ports))
    return made;
  const another = next();
  const again = another === null ? made : await ask(another);
  return again.ok ? again : made;
}

function isOfCluster(code: string): boolean {
  return code === "cluster-unreachable" || code === "cluster-refused";
}
