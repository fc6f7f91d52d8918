import { test } from "vitest";
import { describeInBothHosts } from "./in-both-hosts.ts";
import { productionIsMarked } from "./names-scenarios.ts";

describeInBothHosts("names of contexts", (open) => {
  test("have the mark of production beside them wherever they stand", () =>
    productionIsMarked(open()));
});
