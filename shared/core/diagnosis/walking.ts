import { stages, type Stage } from "./probe.ts";

/** A walk that goes on. */
export interface Walking {
  /** As the context spells it. */
  readonly endpoint: string;
  /** The node that the endpoint is asked to forward to; null: the endpoint itself. */
  readonly node: string | null;
  /** Stages that began on this walk, in their order; the last one goes on. */
  readonly met: readonly Stage[];
}

/** The walks after a stage began. */
export function withStage(
  walks: readonly Walking[],
  endpoint: string,
  node: string | null,
  stage: Stage,
): readonly Walking[] {
  const before = walks.find((one) => isSameWalk(one, { endpoint, node }));
  const walk = { endpoint, node, met: metAfter(before?.met ?? [], stage) };
  return before
    ? walks.map((one) => (one === before ? walk : one))
    : [...walks, walk];
}

/** What begins at or before where it was is another walk: a kept connection did not carry. */
function metAfter(met: readonly Stage[], stage: Stage): readonly Stage[] {
  const last = met.at(-1);
  const goesOn = !last || stages.indexOf(stage) > stages.indexOf(last);
  return goesOn ? [...met, stage] : [stage];
}

/** Two accounts of the same check, such as what was asked for and what was told meanwhile: of each walk the fuller one. */
export function joinWalks(
  asked: readonly Walking[],
  told: readonly Walking[],
): readonly Walking[] {
  const known = asked.map((one) => {
    const other = told.find((walk) => isSameWalk(walk, one));
    return other && other.met.length >= one.met.length ? other : one;
  });
  const more = told.filter(
    (one) => !asked.some((walk) => isSameWalk(walk, one)),
  );
  return [...known, ...more];
}

export function isSameWalk(
  a: Pick<Walking, "endpoint" | "node">,
  b: Pick<Walking, "endpoint" | "node">,
): boolean {
  return a.endpoint === b.endpoint && a.node === b.node;
}
