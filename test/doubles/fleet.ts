import { writeHealth } from "../../shared/core/diagnosis/stored-health.ts";
import { healthOf } from "../../shared/core/diagnosis/endpoint-health.ts";
import type { Probe } from "../../shared/core/diagnosis/probe.ts";
import { emitTalosconfig } from "../../shared/core/talosconfig/yaml/emit.ts";
import type { TalosContext } from "../../shared/core/talosconfig/types.ts";
import { contextOf } from "./certificates.ts";
import { MadeAuthority } from "./made-certificate.ts";
import { answers, breaksAt } from "./scripted-talos-api.ts";

/** As Talos makes them: a year's. */
const lifeDays = 365;

/** With the days that are left. */
const clusters = [
  { name: "homelab", roles: ["os:admin"], days: 340 },
  { name: "edge-fra1", roles: ["os:admin"], days: 61 },
  { name: "edge-ams1", roles: ["os:operator"], days: 12 },
  { name: "prod-eu", roles: ["os:admin"], days: 203 },
  { name: "prod-us", roles: ["os:reader"], days: 27 },
  { name: "prod-eu-backup", roles: ["os:reader", "os:etcd:backup"], days: 88 },
  { name: "staging", roles: ["os:admin"], days: 150 },
  { name: "ci-runners", roles: ["os:reader"], days: 5 },
] as const;

export interface Fleet {
  /** Of somebody who runs several clusters, `staging` current. */
  readonly talosconfig: string;
  /** The CA of `homelab` and every second context, with its key, as PEM. */
  readonly authority: string;
  /** Text of `health.json`: how its endpoints were three minutes before this moment. */
  readonly health: (now: Date) => string;
}

/** For pictures and for looking at. */
export function makeFleet(): Fleet {
  const authorities = [3650, 700].map((days) =>
    MadeAuthority.make({ hours: [-lifeDays * 24, days * 24] }),
  );
  const contexts = new Map<string, TalosContext>();
  clusters.forEach(({ name, roles, days }, index) => {
    const authority = authorities[index % authorities.length];
    if (!authority) return;
    const context = contextOf(
      authority.pair.crt,
      authority.client({
        subject: roles.map((role) => `O=${role}`),
        hours: [(days - lifeDays) * 24, days * 24],
      }),
    );
    contexts.set(name, {
      ...context,
      endpoints: endpointsOf(index),
      nodes: endpointsOf(index).slice(0, 1),
    });
  });
  const [first] = authorities;
  const authority = first ? first.pair.crt + first.pair.key : "";
  const talosconfig = emitTalosconfig({ context: "staging", contexts });
  return {
    talosconfig,
    authority,
    health: (now) => fleetHealth(contexts, now),
  };
}

function endpointsOf(index: number): readonly string[] {
  const net = `10.${String(index + 1)}.0`;
  return [`${net}.10`, `${net}.11`];
}

const minuteMs = 60_000;
const way = { context: 0.4, name: 2.1, connect: 4.2, handshake: 6.8 };

/** One cluster refuses our CA, one has a node down, one was never asked. */
function fleetHealth(
  contexts: ReadonlyMap<string, TalosContext>,
  now: Date,
): string {
  const checked = new Date(now.getTime() - 3 * minuteMs);
  const asked = [...contexts]
    .filter(([name]) => name !== "ci-runners")
    .map(([name, config]) => {
      const all = config.endpoints.map((endpoint, place) => {
        const dials = `${endpoint}:50000`;
        const known = { dials, address: endpoint, protocol: "TLSv1.3" };
        const probe = probeOf(name, place, known);
        return healthOf(name, { endpoint, config }, probe, checked);
      });
      return [name, all] as const;
    });
  return writeHealth(new Map(asked), now);
}

function probeOf(name: string, place: number, known: Partial<Probe>): Probe {
  if (name === "prod-us")
    return breaksAt("client", "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", {
      ...known,
      alert: 48,
      took: { ...way, client: 7.5 },
    });
  if (name === "edge-ams1" && place === 1)
    return breaksAt("connect", "ECONNREFUSED", known);
  return answers({
    ...known,
    took: { ...way, client: 7.1, call: 3.4 },
    node: {
      version: "v1.13.0",
      isInMaintenance: false,
      hostname: `${name}-cp-${String(place + 1)}`,
      clockAheadMs: 40,
    },
  });
}
