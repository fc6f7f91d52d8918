import { stages, type Stage } from "./probe.ts";

/** How far a probe is that goes on. */
export interface ProbeProgress {
  /** As the context spells it. */
  readonly endpoint: string;
  /** The node that the endpoint is asked to forward to; null: the endpoint itself. */
  readonly node: string | null;
  /** Stages that began on this probe, in their order; the last one goes on. */
  readonly met: readonly Stage[];
}

/** All of them after a stage began. */
export function withStage(
  probes: readonly ProbeProgress[],
  endpoint: string,
  node: string | null,
  stage: Stage,
): readonly ProbeProgress[] {
  const before = probes.find((one) => isSameProbe(one, { endpoint, node }));
  const probe = { endpoint, node, met: metAfter(before?.met ?? [], stage) };
  return before
    ? probes.map((one) => (one === before ? probe : one))
    : [...probes, probe];
}

/** What begins at or before where it was is another probe: a kept connection did not carry. */
function metAfter(met: readonly Stage[], stage: Stage): readonly Stage[] {
  const last = met.at(-1);
  const goesOn = !last || stages.indexOf(stage) > stages.indexOf(last);
  return goesOn ? [...met, stage] : [stage];
}

/** Two accounts of the same check, such as what was asked for and what was heard meanwhile: of each probe the fuller one. */
export function joinProgress(
  asked: readonly ProbeProgress[],
  heard: readonly ProbeProgress[],
): readonly ProbeProgress[] {
  const known = asked.map((one) => {
    const other = heard.find((probe) => isSameProbe(probe, one));
    return other && other.met.length >= one.met.length ? other : one;
  });
  const more = heard.filter(
    (one) => !asked.some((probe) => isSameProbe(probe, one)),
  );
  return [...known, ...more];
}

export function isSameProbe(
  a: Pick<ProbeProgress, "endpoint" | "node">,
  b: Pick<ProbeProgress, "endpoint" | "node">,
): boolean {
  return a.endpoint === b.endpoint && a.node === b.node;
}
