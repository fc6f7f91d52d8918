import { expect, test } from "vitest";
import { RowOrder } from "../../../renderer/features/rows/row-order.ts";
import { contextRow } from "../../doubles/context-row.ts";

const names = (order: RowOrder, ...all: readonly string[]) =>
  order.byName(all.map((name) => contextRow(name))).map(({ name }) => name);

test("names are in the order that people count in, also when some have come, gone or been renamed", () => {
  const order = new RowOrder();
  expect(names(order, "n-10", "n-2", "B", "a")).toEqual(["a", "B", "n-2", "n-10"]); // prettier-ignore
  expect(names(order, "n-2", "n-10", "a", "B")).toEqual(["a", "B", "n-2", "n-10"]); // prettier-ignore
  expect(names(order, "n-2", "n-10", "a", "c")).toEqual(["a", "c", "n-2", "n-10"]); // prettier-ignore
  expect(names(order, "n-10", "n-1", "a")).toEqual(["a", "n-1", "n-10"]);
  expect(names(order)).toEqual([]);
});

test("a row that is new under its old name takes the place of the old one", () => {
  const order = new RowOrder();
  const rows = ["b", "a"].map((name) => contextRow(name));
  order.byName(rows);
  const starred = [contextRow("b", { favorite: true }), ...rows.slice(1)];
  expect(order.byName(starred).map(({ favorite }) => favorite)).toEqual([
    false,
    true,
  ]);
});
