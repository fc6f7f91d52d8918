import * as v from "valibot";

const length = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)); // prettier-ignore
const offset = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000)); // prettier-ignore

const placeSchema = v.object({
  x: offset,
  y: offset,
  width: length,
  height: length,
  isMaximized: v.boolean(),
});

/** Where the window was when it was closed, in pixels of the desktop. */
export type KeptPlace = Readonly<v.InferOutput<typeof placeSchema>>;

/** A part of the desktop: a display without its bars. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window is made; without `x` and `y` the desktop chooses. */
export type WindowPlace = Pick<Area, "width" | "height"> &
  Partial<Pick<Area, "x" | "y">>;

export const smallestWindow = { width: 900, height: 600 } as const;
const atFirst = { width: 1280, height: 820 } as const;
/** As much of the window has to be on a display that a person can take hold of it. */
const graspable = 120;

/** Null for what is not understood. */
export function readPlace(text: string): KeptPlace | null {
  try {
    const parsed = v.safeParse(placeSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** The kept place, where it is still on a display: one that is gone would hide the window. Never larger than that display. */
export function placeOn(
  kept: KeptPlace | null,
  displays: readonly Area[],
): WindowPlace {
  if (kept === null) return atFirst;
  const width = Math.max(kept.width, smallestWindow.width);
  const height = Math.max(kept.height, smallestWindow.height);
  const display = displays.find(
    (one) =>
      overlap(kept.x, width, one.x, one.width) >= graspable &&
      // Its title bar is at its top.
      kept.y >= one.y &&
      one.y + one.height - kept.y >= graspable,
  );
  if (!display) return { width, height };
  return {
    x: kept.x,
    y: kept.y,
    width: Math.min(width, Math.max(display.width, smallestWindow.width)),
    height: Math.min(height, Math.max(display.height, smallestWindow.height)),
  };
}

function overlap(a: number, long: number, b: number, wide: number): number {
  return Math.min(a + long, b + wide) - Math.max(a, b);
}
