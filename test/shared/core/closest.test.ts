import { expect, test } from "vitest";
import { closest, didYouMean } from "../../../shared/core/closest.ts";

const verbs = [
  "list",
  "shell",
  "exec",
  "export",
  "sessions",
  "rename",
  "renew",
];

test.each([
  ["lst", "list"],
  ["lsit", "list"],
  ["sesions", "sessions"],
  ["session", "sessions"],
  ["EXEC", "exec"],
  ["exprot", "export"],
])("%s means %s", (typed, meant) => {
  expect(closest(typed, verbs)).toBe(meant);
});

test.each(["help", "l", "", "kubectl", "rene"])(
  "%s means nothing that is here, or two things",
  (typed) => {
    expect(closest(typed, [...verbs, "renev"])).toBeNull();
  },
);

test("two letters at the beginning make another word", () => {
  expect(closest("export", ["import", "list"])).toBeNull();
  expect(closest("xeport", ["export", "list"])).toBe("export");
});

test("the question has the name in quotes, or as it is to be written, and a blank behind it", () => {
  expect(didYouMean("lst", verbs)).toBe('Did you mean "list"? ');
  expect(didYouMean("lst", verbs, (name) => `--${name}`)).toBe(
    "Did you mean --list? ",
  );
  expect(didYouMean("kubectl", verbs)).toBe("");
});
