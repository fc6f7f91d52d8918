import type {
  EndpointHealth,
  HealthByContext,
  StoredHealth,
} from "../../diagnosis/stored-health.ts";
import type { Renaming } from "../../ledger/entry.ts";
import { nameNow } from "../../ledger/current-name.ts";
import type { Clock } from "../../ports/clock.ts";
import type { HealthStore } from "../../ports/health-store.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { Result } from "../../result.ts";
import type { StoredContext, VaultDocument } from "../../vault/document.ts";
import { readRenamings } from "../ledger/record-changes.ts";

export interface HealthPorts {
  readonly health: HealthStore;
  readonly ledger: Ledger;
}

const dayMs = 24 * 60 * 60 * 1000;
/** What is older says nothing any more, and contexts that are gone shall not stay in the file. */
const keptMs = 30 * dayMs;

/**
 * How the endpoints of the vault's contexts were when they were last asked, under the names that the contexts have now.
 * What a context has no endpoint for any more is not its own.
 */
export async function knownHealth(
  { health, ledger }: HealthPorts,
  { contexts }: VaultDocument,
): Promise<HealthByContext> {
  const known = withNamesNow(await health.read(), await readRenamings(ledger));
  return new Map(
    [...known].flatMap(([name, endpoints]) => {
      const own = ownOf(contexts.get(name), endpoints);
      return own.length > 0 ? [[name, own] as const] : [];
    }),
  );
}

/**
 * Takes the place of what was known of these contexts; the others stay. `since` is when the contexts had these names.
 * Errors: `vault-busy`, `file-failed`, `disk-full`.
 */
export async function rememberHealth(
  { health: store, ledger, clock }: HealthPorts & { readonly clock: Clock },
  health: HealthByContext,
  since: Date,
): Promise<Result<void>> {
  const renamings = await readRenamings(ledger);
  const now = clock.now();
  const asked = { writtenAt: since.toISOString(), health };
  return store.update(
    now,
    (known) =>
      new Map([
        ...[...withNamesNow(known, renamings)].filter(isFresh(now)),
        ...withNamesNow(asked, renamings),
      ]),
  );
}

function withNamesNow(
  { writtenAt, health }: StoredHealth,
  renamings: readonly Renaming[],
): HealthByContext {
  return new Map(
    [...health].map(([name, endpoints]) => [
      nameNow(renamings, name, writtenAt),
      endpoints,
    ]),
  );
}

function ownOf(
  context: StoredContext | undefined,
  endpoints: readonly EndpointHealth[],
): readonly EndpointHealth[] {
  if (!context) return [];
  const own = context.config.endpoints;
  return endpoints.filter(({ endpoint }) =>
    endpoint === "" ? own.length === 0 : own.includes(endpoint),
  );
}

function isFresh(now: Date) {
  return ([, endpoints]: readonly [string, readonly EndpointHealth[]]) =>
    endpoints.some(
      ({ checkedAt }) => Date.parse(checkedAt) > now.getTime() - keptMs,
    );
}
