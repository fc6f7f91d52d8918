import { vaultError, type VaultError } from "../../errors.ts";
import { judgeEndpoint } from "../../talosconfig/endpoints.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import { heldAuthorities } from "../authorities/held-authorities.ts";
import { isSameCluster } from "../../trust/cluster-trust.ts";

const namesShown = 5;

/**
 * Why a CA is not the new one of a cluster; null: it may be. Errors: `context-conflict` for one that its contexts have
 * already, `context-invalid` for one that is another cluster's.
 */
export function judgeNewAuthority(
  document: VaultDocument,
  cluster: readonly NamedContext[],
  name: string,
  ca: string,
): VaultError | null {
  return judgeHeld(cluster, name, ca) ?? judgeForeign(document, cluster, ca);
}

/**
 * The CA of the old secrets.yaml would turn the contexts back, and `talosctl rotate-ca` does not write the new one into
 * that file. The newer of two that are held already is the one that a rotation under way has brought.
 */
function judgeHeld(
  cluster: readonly NamedContext[],
  name: string,
  ca: string,
): VaultError | null {
  const held = heldAuthorities(cluster.map(({ context }) => context.config));
  const [next] = heldAuthorities([{ ca }]);
  const place = held.findIndex(
    ({ fingerprint }) => fingerprint === next?.fingerprint,
  );
  if (place < 0 || (place === 0 && held.length > 1)) return null;
  return vaultError(
    "context-conflict",
    place === 0
      ? `That is the CA that "${name}" has already, not a new one.`
      : `That is the old CA of "${name}", not the new one.`,
    "Give the talosconfig that the rotation wrote; it leaves secrets.yaml as it was.",
  );
}

/**
 * A CA that contexts outside of this cluster hold already is another cluster's, and under it these contexts would lead
 * there. Unless one of those has an endpoint in common with the cluster: then it came with the new credentials of the
 * same rotation.
 */
function judgeForeign(
  { contexts }: VaultDocument,
  cluster: readonly NamedContext[],
  ca: string,
): VaultError | null {
  const own = new Set(cluster.map(({ name }) => name));
  const others = [...contexts].filter(
    ([name, { config }]) => !own.has(name) && isSameCluster(config.ca, ca),
  );
  const places = new Set(
    cluster.flatMap(({ context }) => context.config.endpoints.map(placeOf)),
  );
  const isShared = others.some(([, { config }]) =>
    config.endpoints.some((endpoint) => places.has(placeOf(endpoint))),
  );
  if (others.length === 0 || isShared) return null;
  return ofOthers(others.map(([name]) => name).toSorted());
}

/** However it is spelled. */
function placeOf(endpoint: string): string {
  const judged = judgeEndpoint(endpoint);
  return judged.kind === "broken" ? endpoint : judged.dials;
}

function ofOthers(names: readonly string[]) {
  const shown = names.slice(0, namesShown).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  const who = [...shown, ...(more > 0 ? [`${String(more)} more`] : [])];
  return vaultError(
    "context-invalid",
    `That is the CA of another cluster of this vault: ${who.join(", ")}. Nothing was made or changed.`,
    "Give the file that this cluster's rotation left. If it is the same cluster, let them have an endpoint in common first.",
  );
}
