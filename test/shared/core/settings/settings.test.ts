import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  defaultSettings,
  readSettings,
} from "../../../../shared/core/settings/settings.ts";

test("a field that is not understood falls back to its default, and the others stay", () => {
  const text = JSON.stringify({
    theme: "dark",
    lockAfterMinutes: -1,
    sessionMinutes: "60",
    future: true,
  });
  expect(readSettings(text)).toEqual({ ...defaultSettings, theme: "dark" });
});

test("any text is read as settings", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(Object.keys(readSettings(text)).toSorted()).toEqual(
        Object.keys(defaultSettings).toSorted(),
      );
    }),
  );
});
