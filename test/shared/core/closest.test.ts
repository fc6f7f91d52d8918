import { expect, test } from "vitest";
import { closest } from "../../../shared/core/closest.ts";

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
