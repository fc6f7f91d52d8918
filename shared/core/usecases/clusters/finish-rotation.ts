import type { ReadCertificate } from "../../certificates/read-credential.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type {
  NamedContext,
  StoredContext,
  VaultDocument,
} from "../../vault/document.ts";
import {
  hasCertificateBy,
  heldAuthorities,
} from "../authorities/held-authorities.ts";
import { writeAuthorities } from "./join-authorities.ts";
import { inspectRotation } from "./inspect-rotation.ts";
import { proveCredential } from "../issuing/prove-credential.ts";
import type { RenewalPorts } from "../renewal/renew-context.ts";
import { contextsOfCluster } from "./rotation-state.ts";

export interface FinishedRotation {
  /** Contexts that trust the new CA alone now. */
  readonly finished: readonly string[];
  /** Contexts whose credential is not by the CA that stays: they keep both. */
  readonly left: readonly string[];
}

/**
 * Lets go of a cluster's old CA: every context whose credential is by the new one trusts that alone; one that still has
 * a credential of the old CA keeps both. First an endpoint has to be met with the new CA alone, and none may show the
 * old one any more, because such a node could not be verified afterwards. Errors: `context-invalid` when there is nothing to remove,
 * or the context itself has no credential of the new CA; those of the test.
 */
export async function finishRotation(
  ports: RenewalPorts,
  document: VaultDocument,
  found: NamedContext,
): Promise<Result<FinishedRotation>> {
  const { name, context } = found;
  const [newest, ...older] = heldAuthorities([context.config]);
  if (!newest || older.length === 0) return failure(nothingToFinish(name));
  const narrowed = narrow(context, newest);
  if (narrowed === null) return failure(notOver(name));
  const proven = await proveCredential(ports, name, narrowed.config);
  if (!proven.ok) return proven;
  const { nodeSignedBy } = await inspectRotation(ports, document, found);
  if (nodeSignedBy !== newest.fingerprint) return failure(notEverywhere(name));
  const outcome = { finished: [] as string[], left: [] as string[] };
  const changed = await ports.change((fresh) => {
    const contexts = new Map(fresh.contexts);
    for (const one of contextsOfCluster(fresh, found)) {
      if (heldAuthorities([one.context.config]).length < 2) continue;
      const next = narrow(one.context, newest);
      if (next) contexts.set(one.name, next);
      (next ? outcome.finished : outcome.left).push(one.name);
    }
    return success({ ...fresh, contexts });
  });
  return changed.ok ? success(outcome) : changed;
}

/** With the CA that stays alone; null when its certificate is not by that one. */
function narrow(
  context: StoredContext,
  stays: ReadCertificate,
): StoredContext | null {
  const { config } = context;
  if (!hasCertificateBy(config, [stays])) return null;
  return { ...context, config: { ...config, ca: writeAuthorities([stays]) } };
}

function nothingToFinish(name: string) {
  return withRotation(
    name,
    `"${name}" holds no CA beside the one of its credential.`,
    "See where the rotation is.",
  );
}

function notEverywhere(name: string) {
  return withRotation(
    name,
    "An endpoint still shows a certificate of the older CA, so that cannot go.",
    "Let talosctl rotate-ca go on, and look again.",
  );
}

function notOver(name: string) {
  return withRotation(
    name,
    `The credential of "${name}" is not by the newer of its CAs, so the older cannot go.`,
    "Renew its credential first.",
  );
}

function withRotation(name: string, message: string, next: string): VaultError {
  return withActions(
    vaultError("context-invalid", message, next),
    ["rotation"],
    name,
  );
}
