import { test } from "vitest";
import { describeInBothHosts } from "./in-both-hosts.ts";
import * as scenarios from "./keyboard-scenarios.ts";

describeInBothHosts("the keyboard", (open) => {
  test("goes through the list, which is one stop of the Tab key", () =>
    scenarios.listByKeyboard(open()));
  test("has the shortcuts of one table, under no dialog", () =>
    scenarios.shortcutsAreOneTable(open()));
  test("is never left on nothing, and is told what happened", () =>
    scenarios.focusIsNeverLost(open()));
});
