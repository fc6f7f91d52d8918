import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { Presses } from "../../../renderer/keyboard/layers.ts";

const root = resolve(import.meta.dirname, "../../..");

describe("one layer owns the keyboard", () => {
  const keys = ["Enter", " ", "Escape", "Delete", "Backspace"];
  const at = (type: string, key: string, target: string, repeat = false) => ({
    type,
    key,
    target,
    repeat,
  });

  test.each(keys)(
    "a press of %j that closes its layer does nothing beneath: no character, no repeat, no release",
    (key) => {
      const presses = new Presses<string>();
      expect(presses.isOwn(at("keydown", key, "above"))).toBe(true);
      expect(presses.isOwn(at("keypress", key, "beneath"))).toBe(false);
      expect(presses.isOwn(at("keydown", key, "beneath", true))).toBe(false);
      expect(presses.isOwn(at("keyup", key, "beneath"))).toBe(false);
      expect(presses.isOwn(at("keydown", key, "beneath"))).toBe(true);
      expect(presses.isOwn(at("keypress", key, "beneath"))).toBe(true);
      expect(presses.isOwn(at("keyup", key, "beneath"))).toBe(true);
    },
  );

  test("two keys that are held are two presses", () => {
    const presses = new Presses<string>();
    presses.isOwn(at("keydown", "Enter", "above"));
    presses.isOwn(at("keydown", " ", "beneath"));
    expect(presses.isOwn(at("keyup", "Enter", "beneath"))).toBe(false);
    expect(presses.isOwn(at("keyup", " ", "beneath"))).toBe(true);
  });

  test("keys that move the focus go on while they are held", () => {
    const presses = new Presses<string>();
    expect(presses.isOwn(at("keydown", "ArrowDown", "one"))).toBe(true);
    expect(presses.isOwn(at("keydown", "ArrowDown", "two", true))).toBe(true);
  });

  test("nothing else in the page listens to keys", () => {
    const listening =
      /\bon[kK]ey(?:[dD]own|[uU]p|[pP]ress)|["'`]key(?:down|up|press)["'`]|accessKey|accesskey/;
    const found = globSync("renderer/**/*.{ts,tsx,html}", { cwd: root }).filter(
      (path) => listening.test(readFileSync(join(root, path), "utf8")),
    );
    expect(found).toEqual(["renderer/keyboard/layers.ts"]);
  });
});
