import * as v from "valibot";

const hourOf = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** The parts of a guard, which the vault keeps and a change of a context says in the same way. */
export const guardFields = {
  entries: v.pipe(v.array(v.string()), v.readonly()),
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
  hours: v.strictObject({ from: hourOf(0, 23), until: hourOf(1, 24) }),
};

const entries = v.optional(guardFields.entries);
const count = v.optional(guardFields.count);

/** Rules of a guard between our programs. */
export const guardRulesSchema = v.strictObject({
  allow: entries,
  hold: entries,
  deny: entries,
  maxNodes: count,
  onlyNodes: entries,
  maxCalls: count,
  hours: v.optional(guardFields.hours),
  /** Both are absent in what a program of an earlier release says. */
  ofContext: v.optional(v.boolean()),
  onlyNarrows: v.optional(v.boolean()),
});
