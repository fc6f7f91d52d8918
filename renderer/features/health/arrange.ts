import type { EndpointHealth } from "../../../shared/core/diagnosis/stored-health.ts";

/** One endpoint or node among its like, and how much of it is shown without a click. */
export interface Arranged {
  readonly health: EndpointHealth;
  readonly isFolded: boolean;
  /** What to do about it stands above already. */
  readonly isAdvised: boolean;
}

/** So many that answer are shown in full. */
export const mostInFull = 3;

/** Of those that fail the first is shown in full; what the others have in common with one above is not said again. */
export function arrange(all: readonly EndpointHealth[]): readonly Arranged[] {
  const firstBad = all.find(({ verdict }) => !verdict.isFine);
  return all.map((health, place) => {
    const { isFine, code, next } = health.verdict;
    return {
      health,
      isFolded: isFine ? all.length > mostInFull : health !== firstBad,
      isAdvised: all
        .slice(0, place)
        .some(({ verdict }) => verdict.code === code && verdict.next === next),
    };
  });
}

/** "9 of 10 reachable", as the facts of a context say it; null where one alone speaks for itself. */
export function countWords(all: readonly EndpointHealth[]): string | null {
  if (all.length < 2) return null;
  const good = all.filter(({ verdict }) => verdict.isFine).length;
  return `${String(good)} of ${String(all.length)} reachable`;
}
