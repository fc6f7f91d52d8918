import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  changeSettings,
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

test("the terminal custom needs its command, and keeps it", () => {
  const custom = { terminal: "custom" } as const;
  expect(changeSettings("", custom)).toMatchObject({
    ok: false,
    error: { code: "usage" },
  });
  const withCommand = changeSettings("", {
    ...custom,
    terminalCommand: "foot {command}",
  });
  if (!withCommand.ok) throw new Error(withCommand.error.message);
  const { text } = withCommand.value;
  expect(changeSettings(text, { terminalCommand: "" }).ok).toBe(false);
  expect(changeSettings(text, { theme: "dark" }).ok).toBe(true);
  // What an earlier release took is changed all the same, but for this.
  const before = JSON.stringify(custom);
  expect(changeSettings(before, { theme: "dark" }).ok).toBe(true);
});

test("no text is written as a word, and read as one", () => {
  expect(settingText("")).toBe("nothing");
  expect(readSetting("terminalCommand", "nothing")).toEqual({
    terminalCommand: "",
  });
  expect(readSetting("theme", "nothing")).toBeNull();
});
