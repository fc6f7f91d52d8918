import { isStillWanted } from "./lost-keys.ts";
import type { GenerationFacts } from "./fields/store-facts.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How many earlier generations are kept, and how long. */
const kept = {
  /** Of the last 24 hours: so many at most. */
  ofToday: 20,
  /** Changes of marks, labels and the current context: so many, beside all others. */
  small: 5,
  /** One a day, for so many days; after that one a month. */
  days: 30,
} as const;

/**
 * Which generations stay, of those that are there, newest first. Always: the newest, and each that holds a key which is
 * in no later vault. Besides: the last ones of today, the last of each day, the last of each month (UTC). A small change
 * has places of its own and pushes nothing out.
 */
export function thin(
  generations: readonly GenerationFacts[],
  now: Date,
): readonly GenerationFacts[] {
  const newestFirst = generations.toSorted(byAge);
  const places = new Places(now);
  return newestFirst.filter((one, index) =>
    // Each is asked, so that it takes its place.
    [
      index === 0,
      one.isUnread === true,
      places.takes(one),
      holdsWhatIsNowhereElse(one, now),
    ].some(Boolean),
  );
}

/** Has it a key that no later vault has, and that somebody may still want? */
export function holdsWhatIsNowhereElse(
  { lost = [] }: GenerationFacts,
  now: Date,
): boolean {
  return lost.some((key) => isStillWanted(key, now));
}

function byAge(a: GenerationFacts, b: GenerationFacts): number {
  return (
    b.generation - a.generation || b.writtenAt.getTime() - a.writtenAt.getTime()
  );
}

class Places {
  readonly #now: Date;
  #ofToday = 0;
  #small = 0;
  readonly #periods = new Set<string>();

  constructor(now: Date) {
    this.#now = now;
  }

  takes({ writtenAt, isSmall }: GenerationFacts): boolean {
    const text = writtenAt.toISOString();
    const age = this.#now.getTime() - writtenAt.getTime();
    const isOfItsDay =
      age < kept.days * dayMs && this.#isFirstOf(text.slice(0, 10));
    const isOfItsMonth = this.#isFirstOf(text.slice(0, 7));
    const isRecent = isSmall
      ? this.#small++ < kept.small
      : age < dayMs && this.#ofToday++ < kept.ofToday;
    return isOfItsDay || isOfItsMonth || isRecent;
  }

  #isFirstOf(period: string): boolean {
    const isFirst = !this.#periods.has(period);
    this.#periods.add(period);
    return isFirst;
  }
}
