import * as v from "valibot";

const entries = v.optional(v.pipe(v.array(v.string()), v.readonly()));
const count = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)));

/** Rules of a guard between our programs. */
export const guardRulesSchema = v.strictObject({
  allow: entries,
  hold: entries,
  deny: entries,
  maxNodes: count,
  onlyNodes: entries,
  maxCalls: count,
  hours: v.optional(
    v.strictObject({
      from: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(23)),
      until: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24)),
    }),
  ),
});
