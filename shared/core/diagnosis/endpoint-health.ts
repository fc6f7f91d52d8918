import type { TalosContext } from "../talosconfig/types.ts";
import { diagnose } from "./diagnose.ts";
import type { EndpointHealth } from "./stored-health.ts";
import type { Probe, Stage } from "./probe.ts";

/** What a probe says of an endpoint's health. */
export function healthOf(
  context: string,
  target: {
    readonly endpoint: string;
    readonly config: TalosContext;
    readonly node?: string;
  },
  probe: Probe,
  now: Date,
): EndpointHealth {
  const { endpoint, config, node = null } = target;
  const { dials, proxy, address, protocol } = probe;
  return {
    endpoint,
    node,
    dials,
    proxy,
    address,
    protocol,
    verdict: diagnose({ context, endpoint, config, probe, now }),
    version: probe.node?.version ?? null,
    hostname: probe.node?.hostname ?? null,
    latencyMs: probe.node ? rounded(probe.took.call ?? 0) : null,
    clockAheadMs: probe.node?.clockAheadMs ?? null,
    took: roundedParts(probe.took),
    checkedAt: now.toISOString(),
  };
}

function roundedParts(took: Probe["took"]): Record<string, number> {
  const parts = Object.entries(took) as [Stage, number][];
  return Object.fromEntries(parts.map(([stage, ms]) => [stage, rounded(ms)]));
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
