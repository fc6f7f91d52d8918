import {
  certificatesOf,
  decodeAuthority,
} from "../certificates/read-credential.ts";
import { vaultError, type VaultError } from "../errors.ts";
import type { FoundContext } from "./find-context.ts";
import { heldAuthorities } from "./held-authorities.ts";

/**
 * Why a CA is no new one for a cluster's contexts; null: it may be. That of the old secrets.yaml would turn them back,
 * and `talosctl rotate-ca` does not write the new one into that file. The newer of two that are held already is the one
 * that a rotation under way has brought.
 */
export function judgeNewAuthority(
  cluster: readonly FoundContext[],
  found: FoundContext,
  ca: string,
): VaultError | null {
  const held = heldAuthorities(cluster.map(({ context }) => context.config));
  const [next] = certificatesOf(decodeAuthority(ca));
  const place = held.findIndex(
    ({ fingerprint }) => fingerprint === next?.fingerprint,
  );
  if (place < 0 || (place === 0 && held.length > 1)) return null;
  return vaultError(
    "context-conflict",
    place === 0
      ? `That is the CA that "${found.name}" has already, not a new one.`
      : `That is the old CA of "${found.name}", not the new one.`,
    "Give the talosconfig that talosctl rotate-ca wrote; it leaves secrets.yaml as it was.",
  );
}
