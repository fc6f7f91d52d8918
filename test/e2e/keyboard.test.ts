import { test } from "vitest";
import { describeInBothHosts } from "./in-both-hosts.ts";
import * as scenarios from "./keyboard-scenarios.ts";

describeInBothHosts(
  "the keyboard",
  (open) => {
    test("goes through the sessions, which are one stop of the Tab key", () =>
      scenarios.sessionsByKeyboard(open()));
    test("goes through what ends, and renews with Enter", () =>
      scenarios.expiryByKeyboard(open()));
    test("goes through the findings, their contexts and their buttons", () =>
      scenarios.findingsByKeyboard(open()));
    test("goes through the authorities", () =>
      scenarios.authoritiesByKeyboard(open()));
    test("goes through the removed contexts, and puts one back with Enter", () =>
      scenarios.removedByKeyboard(open()));
    test("goes through the events, and the buttons of one that is open", () =>
      scenarios.eventsByKeyboard(open()));
    test("goes through the guides along a rotation", () =>
      scenarios.guidesByKeyboard(open()));
    test("goes through the commands that a role is looked for", () =>
      scenarios.rolesByKeyboard(open()));
    test("goes through the list, which is one stop of the Tab key", () =>
      scenarios.listByKeyboard(open()));
    test("has the shortcuts of one table, under no dialog", () =>
      scenarios.shortcutsAreOneTable(open()));
    test("is never left on nothing, and is told what happened", () =>
      scenarios.focusIsNeverLost(open()));
  },
  { standAlone: true },
);
