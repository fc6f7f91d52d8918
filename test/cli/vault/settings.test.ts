import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  defaultSettings,
  type Settings,
} from "../../../shared/core/settings/settings.ts";
import { describeWithKeyring, Machine } from "../harness.ts";

describeWithKeyring("the settings from a terminal", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.start();
  });

  afterAll(() => machine.stop());

  const written = (): Partial<Settings> =>
    JSON.parse(
      readFileSync(join(machine.home, "settings.json"), "utf8"),
    ) as Partial<Settings>;

  test("are listed with what each can be, also where nothing was chosen yet", async () => {
    const { stdout, code } = await machine.run(["settings"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^theme +system +system, light, dark$/m);
    expect(stdout).toMatch(/^lockAfterMinutes +10 +minutes, 0 to 720$/m);
    expect(stdout).toMatch(/^unlockAtExec +off +on or off$/m);
    expect(await machine.json(["settings", "--json"])).toEqual({
      settings: defaultSettings,
    });
  });

  test("one is changed, and the others stay", async () => {
    const changed = await machine.run(["settings", "lockAfterMinutes", "5"]);
    expect(changed).toEqual({
      code: 0,
      stdout: "",
      stderr: "lockAfterMinutes is 5.\n",
    });
    await machine.run(["settings", "unlockAtExec", "on"]);
    const now = { lockAfterMinutes: 5, unlockAtExec: true };
    expect(written()).toEqual(now);
    expect(await machine.json(["settings", "unlockAtExec", "--json"])).toEqual({
      settings: { unlockAtExec: true },
    });
  });

  test.each([
    [["lockAfterMinutes", "721"], "It can be: minutes, 0 to 720."],
    [["theme", "blue"], "It can be: system, light, dark."],
    [["unlockAtExec", "yes"], "It can be: on or off."],
    [["terminalCommand", "foot"], "It can be: a command with {command} in it"],
    [["terminal", "custom"], "Set terminalCommand first"],
    [["unlockAtExe", "on"], "Did you mean unlockAtExec?"],
    [["colour", "red"], "They are theme, "],
  ])("%s is refused, and nothing is written", async (words, next) => {
    const before = written();
    const { code, stderr } = await machine.run(["settings", ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(next);
    expect(written()).toEqual(before);
  });

  test.each(["settings", "doctor"])(
    "%s says of a file that cannot be read that nothing of it counts",
    async (verb) => {
      const path = join(machine.home, "settings.json");
      const before = readFileSync(path, "utf8");
      writeFileSync(path, "{ theme: dark");
      const { stdout, stderr } = await machine.run([verb]);
      writeFileSync(path, before);
      expect((stdout + stderr).replaceAll(/\s+/g, " ")).toMatch(
        /settings[.]json in the vault's folder cannot be read as settings.* Mend it, or move it away/,
      );
    },
  );
});
