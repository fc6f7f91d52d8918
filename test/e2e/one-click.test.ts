import { test } from "vitest";
import { describeInBothHosts } from "./in-both-hosts.ts";
import * as scenarios from "./one-click-scenarios.ts";
import { withStandInTerminal } from "./stand-in-terminal.ts";

describeInBothHosts(
  "one click",
  (open) => {
    test("opens a terminal, from the row and the palette", () =>
      scenarios.terminalFromEverywhere(open()));
    test("opens the dashboard, from the row and from a session", () =>
      scenarios.dashboardBesideTheTerminal(open()));
    test("opens one on production after what its guard asks", () =>
      scenarios.guardIsTheSecondStep(open()));
    test("after a few words of whatever is remembered does it from the palette", () =>
      scenarios.paletteFinds(open()));
    test("with the other button shows all that can be done with a row", () =>
      scenarios.menuOfARow(open()));
  },
  {
    envOf: (machine) => withStandInTerminal(machine, "exec sleep 2"),
    standAlone: true,
  },
);
