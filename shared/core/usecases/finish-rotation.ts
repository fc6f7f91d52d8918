import {
  certificatesOf,
  decodeAuthority,
  decodeField,
} from "../certificates/read-credential.ts";
import { vaultError } from "../errors.ts";
import { isSignedBy } from "../pki/signed-by.ts";
import { failure, success, type Result } from "../result.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { StoredContext, VaultDocument } from "../vault/document.ts";
import type { FoundContext } from "./find-context.ts";
import { writeAuthorities } from "./join-authorities.ts";
import { proveCredential } from "./prove-credential.ts";
import type { RenewalPorts } from "./renew-context.ts";
import { contextsOfCluster } from "./rotation-state.ts";

export interface FinishedRotation {
  /** Contexts that trust the new CA alone now. */
  readonly finished: readonly string[];
  /** Contexts whose credential is not by the CA that stays: they keep both. */
  readonly left: readonly string[];
}

const patienceMs = 10_000;

/**
 * Lets go of a cluster's old CA: every context whose credential is by the new one trusts that alone. First an endpoint
 * has to be met with the new CA alone, because a node that still shows the old one could not be verified any more.
 * Errors: `context-invalid` when there is nothing to let go of; those of the test.
 */
export async function finishRotation(
  ports: RenewalPorts,
  document: VaultDocument,
  found: FoundContext,
): Promise<Result<FinishedRotation>> {
  const narrowed = narrow(found.context);
  if (narrowed === null) return failure(nothingToFinish(found.name));
  const { name } = found;
  const proven = await proveCredential(
    ports,
    name,
    narrowed.config,
    patienceMs,
  );
  if (!proven.ok) return proven;
  const outcome = { finished: [] as string[], left: [] as string[] };
  const changed = await ports.change((fresh) => {
    const contexts = new Map(fresh.contexts);
    for (const one of contextsOfCluster(fresh, found)) {
      const next = narrow(one.context);
      if (next) contexts.set(one.name, next);
      if (next) outcome.finished.push(one.name);
      else if (heldBy(one.context).length > 1) outcome.left.push(one.name);
    }
    return success({ ...fresh, contexts });
  });
  return changed.ok ? success(outcome) : changed;
}

/** With the one CA that signed its certificate; null when it holds no other, or none of them did. */
function narrow(context: StoredContext): StoredContext | null {
  const { config } = context;
  const held = heldBy(context);
  const signers = held.filter(({ der }) => isSigned(config, der));
  if (held.length < 2 || signers.length === 0) return null;
  const newest = signers.toSorted(
    (a, b) => b.notBefore.getTime() - a.notBefore.getTime(),
  )[0];
  if (!newest) return null;
  return { ...context, config: { ...config, ca: writeAuthorities([newest]) } };
}

function heldBy({ config }: StoredContext) {
  return certificatesOf(decodeAuthority(config.ca));
}

function isSigned({ crt }: TalosContext, authority: Uint8Array): boolean {
  const [certificate] = certificatesOf(decodeField(crt));
  return certificate !== undefined && isSignedBy(certificate.der, [authority]);
}

function nothingToFinish(name: string) {
  return vaultError(
    "context-invalid",
    `"${name}" holds no CA beside the one of its credential.`,
    `See where the rotation is: talos-vault rotation ${name}`,
  );
}
