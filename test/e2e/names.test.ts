import { test } from "vitest";
import { describeInBothHosts } from "./in-both-hosts.ts";
import { guardIsChanged, productionIsMarked } from "./names-scenarios.ts";

describeInBothHosts(
  "names of contexts",
  (open) => {
    test("lead to their guard, of which a part is changed", () =>
      guardIsChanged(open()));
    test("have the mark of production beside them wherever they stand", () =>
      productionIsMarked(open()));
  },
  { standAlone: true },
);
