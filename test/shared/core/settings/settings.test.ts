import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  defaultSettings,
  readSetting,
  readSettings,
  settingNames,
  settingText,
  valuesOfSetting,
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

test.each(settingNames)(
  "%s is written as it is shown, and read back",
  (name) => {
    const shown = settingText(defaultSettings[name]);
    expect(readSetting(name, shown)).toEqual({ [name]: defaultSettings[name] });
    expect(valuesOfSetting(name)).toMatch(/, | or /);
  },
);

test("a choice is on or off, a number is digits, and a name of JavaScript's is no setting", () => {
  expect(readSetting("keepInTray", "off")).toEqual({ keepInTray: false });
  expect(readSetting("keepInTray", "true")).toBeNull();
  expect(readSetting("lockAfterMinutes", "1e1")).toBeNull();
  expect(readSetting("lockAfterMinutes", "010")).toEqual({ lockAfterMinutes: 10 }); // prettier-ignore
  expect(readSettings('{"constructor":1,"__proto__":{}}')).toEqual(defaultSettings); // prettier-ignore
});
