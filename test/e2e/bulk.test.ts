import { test } from "vitest";
import * as scenarios from "./bulk-scenarios.ts";
import { describeInBothHosts } from "./in-both-hosts.ts";

describeInBothHosts(
  "several contexts at once",
  (open) => {
    test("are labelled, marked and removed, with one list of progress", () =>
      scenarios.severalAtOnce(open()));
    test("are checked with one button, which can be stopped", () =>
      scenarios.checkAll(open()));
    test("have the dates on which they end in a file for a calendar", () =>
      scenarios.calendarOfWhatEnds(open()));
    test("are renewed from the board of what ends", () =>
      scenarios.renewWhatEnds(open()));
  },
  { isInTerminal: true, standAlone: true },
);
