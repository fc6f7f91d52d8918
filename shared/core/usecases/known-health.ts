import type { HealthByContext } from "../diagnosis/health.ts";
import { nameNow } from "../ledger/name-now.ts";
import type { HealthStore } from "../ports/health-store.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Result } from "../result.ts";
import type { VaultDocument } from "../vault/document.ts";

export interface HealthPorts {
  readonly health: HealthStore;
  readonly ledger: Ledger;
}

/** How the endpoints of the vault's contexts were when they were last asked, under the names that the contexts have now. */
export async function knownHealth(
  { health, ledger }: HealthPorts,
  { contexts }: VaultDocument,
): Promise<HealthByContext> {
  const [stored, read] = await Promise.all([health.read(), ledger.read()]);
  const renamings = read.ok ? read.value.renamings : [];
  const known = [...stored].flatMap(([then, endpoints]) => {
    const at = endpoints[0]?.checkedAt;
    if (at === undefined) return [];
    const name = nameNow(renamings, then, at);
    return contexts.has(name) ? [{ name, at, endpoints }] : [];
  });
  const newestLast = known.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return new Map(newestLast.map(({ name, endpoints }) => [name, endpoints]));
}

/**
 * Takes the place of what was known of these contexts; the others stay, and those that are gone are forgotten. Errors:
 * `file-failed`, `disk-full`.
 */
export async function rememberHealth(
  ports: HealthPorts,
  document: VaultDocument,
  health: HealthByContext,
): Promise<Result<void>> {
  const known = await knownHealth(ports, document);
  return ports.health.write(new Map([...known, ...health]));
}
