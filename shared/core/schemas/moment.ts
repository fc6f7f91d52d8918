// Shapes that several of our formats share, for valibot.
// Keep: Only what is read in more than one folder; a file of the core's root imports no package at all.
import * as v from "valibot";

/**
 * Whether a text of the shape of a moment is one. The shape alone is not enough: `T12:00:00+05` has it, and no date is made of that,
 * no comparison with it ever holds, and writing it throws.
 */
export function isMoment(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

/** A moment as it is written down (RFC 3339). */
export const momentSchema = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check(isMoment),
);
