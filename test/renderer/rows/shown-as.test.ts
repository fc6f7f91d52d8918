import { expect, test } from "vitest";
import { shownAs } from "../../../renderer/features/rows/use-edit.ts";
import { contextRow } from "../../doubles/context-row.ts";

test("a row shows the labels that a change leaves it with, before they are written", () => {
  const row = contextRow("prod", { labels: { site: "fra", team: "core" } });
  const labels = { site: null, team: "edge", tier: "1" };
  expect(shownAs(row, { labels, note: "not in the row" })).toEqual({
    labels: { team: "edge", tier: "1" },
  });
});

test("what is about no field of a row changes nothing that is shown", () => {
  const row = contextRow("prod");
  expect(shownAs(row, { endpoints: ["10.0.0.1"] })).toEqual({});
  expect(shownAs(null, { labels: { a: "b" } })).toEqual({});
});
