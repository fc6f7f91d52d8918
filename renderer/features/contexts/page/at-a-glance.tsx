import type { ReactNode } from "react";
import type { EndpointHealth } from "../../../../shared/core/diagnosis/stored-health.ts";
import { countOf } from "../../../../shared/core/counted-noun.ts";
import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { expiryOf } from "../../times/expiry-of.ts";
import { ownHealth } from "../../health/index.ts";
import { Moment } from "../../times/moment.tsx";
import { useRow } from "../../rows/index.ts";
import styles from "./context.module.css";

/** What one wants to know before anything else: what it may do, till when, whether it answers, which Talos. */
export function AtAGlance({
  page,
  health,
  now,
}: {
  readonly page: ContextPage;
  readonly health: readonly EndpointHealth[];
  readonly now: number;
}) {
  const { name, roles, notAfter, endpoints } = page;
  const row = useRow(name);
  const known = ownHealth(endpoints, health);
  const versions = new Set(known.flatMap(({ version }) => version ?? []));
  const expiry = expiryOf(page, now);
  return (
    <ul className={styles["glance"]} aria-label="At a glance">
      {roles.length > 0 ? <li>{roles.join(", ")}</li> : null}
      {notAfter ? (
        <li data-state={expiry}>
          {expiry === "ended" ? "ended " : "ends "}
          <Moment as="near" at={notAfter} now={now} />
        </li>
      ) : null}
      <Reachable endpoints={endpoints} known={known} />
      {versions.size > 0 ? <li>Talos {[...versions].join(", ")}</li> : null}
      {row ? <Used at={row.lastUsedAt} now={now} /> : null}
    </ul>
  );
}

function Reachable({
  endpoints,
  known,
}: {
  readonly endpoints: readonly string[];
  readonly known: readonly EndpointHealth[];
}) {
  if (endpoints.length === 0) return <li>no endpoint</li>;
  if (known.length === 0)
    return <li>{countOf(endpoints.length, "endpoint")}, not checked</li>;
  const good = known.filter(({ verdict }) => verdict.isFine).length;
  return (
    <li data-state={good < known.length ? "ended" : undefined}>
      {good} of {countOf(endpoints.length, "endpoint")} reachable
    </li>
  );
}

function Used({
  at,
  now,
}: {
  readonly at: string | null;
  readonly now: number;
}): ReactNode {
  if (at === null) return <li>never used</li>;
  return (
    <li>
      last used <Moment as="near" at={at} now={now} />
    </li>
  );
}
