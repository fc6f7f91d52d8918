import { expect, test } from "vitest";
import {
  placeOn,
  readPlace,
} from "../../../../shared/core/settings/window-place.ts";

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const beside = { x: 1440, y: 0, width: 2560, height: 1440 };
const kept = { x: 1500, y: 40, width: 1200, height: 800, isMaximized: false };

test("a window comes back where it was, and at its size", () => {
  const { isMaximized: _, ...place } = kept;
  expect(placeOn(kept, [laptop, beside])).toEqual(place);
});

test("one on a display that is gone comes where the desktop puts it, at its size", () => {
  expect(placeOn(kept, [laptop])).toEqual({ width: 1200, height: 800 });
});

test.each([
  ["a strip at the right is all that is left of it", { ...kept, x: 1390 }],
  ["its title bar is above the display", { ...kept, x: 100, y: -40 }],
  ["its title bar is at the bottom edge", { ...kept, x: 100, y: 890 }],
])("one of which nobody can take hold is put back: %s", (_, place) => {
  expect(placeOn(place, [laptop])).toEqual({ width: 1200, height: 800 });
});

test("it is never larger than its display, and never smaller than the page needs", () => {
  const huge = { x: 10, y: 30, width: 9000, height: 9000, isMaximized: false };
  expect(placeOn(huge, [laptop])).toMatchObject({ width: 1440, height: 875 });
  expect(placeOn({ ...huge, width: 1, height: 1 }, [laptop])).toMatchObject({
    width: 900,
    height: 600,
  });
});

test.each([
  "",
  "{",
  "[]",
  '{"x":1}',
  '{"x":1e9,"y":0,"width":5,"height":5,"isMaximized":false}',
])("a file that is not understood counts as none: %s", (text) => {
  expect(readPlace(text)).toBeNull();
  expect(placeOn(readPlace(text), [laptop])).toEqual({
    width: 1280,
    height: 820,
  });
});
