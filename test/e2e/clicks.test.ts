import { test } from "vitest";
import * as scenarios from "./clicks-scenarios.ts";
import { describeInBothHosts } from "./in-both-hosts.ts";
import { withStandInTerminal } from "./stand-in-terminal.ts";

describeInBothHosts(
  "how many clicks",
  (open) => {
    test("a context, a terminal, its end and a check of all clusters take", () =>
      scenarios.ofTheList(open()));
    test("a terminal with everything on production takes", () =>
      scenarios.onProduction(open()));
    test("it takes to see what ends soon, and to renew it", () =>
      scenarios.ofWhatEnds(open()));
    test("a reader's file for a colleague takes", () =>
      scenarios.readerForAColleague(open()));
    test("a file that was found takes", () => scenarios.foundFile(open()));
    test("a role, a lock and an unlock take", () =>
      scenarios.ofTheVault(open()));
  },
  { envOf: (machine) => withStandInTerminal(machine, "exec sleep 30") },
);
