import { describe, expect, test } from "vitest";
import {
  activeIn,
  applyFilter,
  cleared,
  clusterGroups,
  everything,
  sortedBy,
  sortRows,
  without,
  type Filter,
} from "../../../renderer/features/contexts/filter.ts";
import { authorityOptions } from "../../../renderer/features/contexts/filter-choices.tsx";
import { RowOrder } from "../../../renderer/features/rows/row-order.ts";
import { contextRow } from "../../doubles/context-row.ts";

const now = Date.parse("2026-11-24T12:00:00Z");

const rows = [
  contextRow("node-10", {
    labels: { site: "fra" },
    lastUsedAt: "2026-11-01T00:00:00Z",
  }),
  contextRow("node-2", { production: true, notAfter: "2026-12-01T00:00:00Z" }),
  contextRow("Zoo", { favorite: true, roles: ["os:reader"], authority: "b2" }),
  contextRow("omni", {
    kind: "siderov1",
    roles: [],
    notAfter: null,
    cluster: "berlin",
  }),
];

const found = (filter: Partial<Filter>) =>
  applyFilter(rows, { ...everything, ...filter }, now).map(({ name }) => name);

describe("the list's filters", () => {
  test.each<[Partial<Filter>, readonly string[]]>([
    [{}, ["node-10", "node-2", "Zoo", "omni"]],
    [{ text: "NODE" }, ["node-10", "node-2"]],
    [{ text: "nd2" }, ["node-2"]],
    [{ text: "berlin" }, ["omni"]],
    [{ text: "site=fra" }, ["node-10"]],
    [{ text: "10.0.0.1" }, ["node-10", "node-2", "Zoo", "omni"]],
    [{ text: "nothing has this" }, []],
    [{ isProduction: true }, ["node-2"]],
    [{ isFavorite: true }, ["Zoo"]],
    [{ isExpiring: true }, ["node-2"]],
    [{ isUnused: true }, ["node-2", "Zoo", "omni"]],
    [{ role: "os:reader" }, ["Zoo"]],
    [{ authority: "b2" }, ["Zoo"]],
    [{ label: "site=fra" }, ["node-10"]],
    [{ isUnused: true, text: "o", role: "os:admin" }, ["node-2"]],
  ])("%j finds %j", (filter, names) => {
    expect(found(filter)).toEqual(names);
  });

  test("favourites come first, then names as people count, ends, or last use", () => {
    const sorted = (by: "name" | "expiry" | "used") =>
      sortRows(new RowOrder().byName(rows), by).map(({ name }) => name);
    expect(sorted("name")).toEqual(["Zoo", "node-2", "node-10", "omni"]);
    expect(sorted("expiry")).toEqual(["Zoo", "node-2", "node-10", "omni"]);
    expect(sorted("used")).toEqual(["Zoo", "node-10", "node-2", "omni"]);
    const reversed = sortRows(new RowOrder().byName(rows), "name", true);
    expect(reversed.map(({ name }) => name)).toEqual(["Zoo", "omni", "node-10", "node-2"]); // prettier-ignore
  });

  test("contexts of one cluster stand beside each other, each cluster with its name", () => {
    const some = [
      contextRow("b-admin", { authority: "b" }),
      contextRow("a-admin", { authority: "a" }),
      contextRow("none", { authority: null }),
      contextRow("b-reader", { authority: "b", favorite: true }),
      contextRow("omni", { authority: null, cluster: "berlin" }),
    ];
    const sorted = sortRows(some, "cluster");
    expect(sorted.map(({ name }) => name)).toEqual(["b-reader", "b-admin", "a-admin", "omni", "none"]); // prettier-ignore
    expect([...clusterGroups(sorted)]).toEqual([
      [0, { cluster: null, first: "b-reader", count: 2 }],
      [2, { cluster: null, first: "a-admin", count: 1 }],
      [3, { cluster: "berlin", first: "omni", count: 1 }],
      [4, { cluster: null, first: "none", count: 1 }],
    ]);
  });

  test("a click on the head of a column sorts by it, and another one the other way round", () => {
    const once = sortedBy(everything, "expiry");
    expect(once).toMatchObject({ sort: "expiry", isReversed: false });
    const twice = sortedBy(once, "expiry");
    expect(twice).toMatchObject({ sort: "expiry", isReversed: true });
    expect(sortedBy(twice, "name")).toEqual(everything);
  });
});

test("what is on is listed, and is taken off one by one or all at once, in the order that was chosen", () => {
  const filter = {
    ...everything,
    text: "eu",
    isExpiring: true,
    role: "os:reader",
    sort: "expiry",
  } as const;
  expect(activeIn(filter).map(({ text }) => text)).toEqual([
    "Expiring",
    "os:reader",
  ]);
  expect(activeIn(without(filter, "role")).map(({ key }) => key)).toEqual([
    "isExpiring",
  ]);
  expect(cleared(filter)).toEqual({ ...everything, sort: "expiry" });
});

test("a CA is called by the contexts that trust it, and its fingerprint comes after", () => {
  const trusting = ["prod-eu", "prod-us", "lab"].map(
    (name) =>
    contextRow(name, { authority: name === "lab" ? "b".repeat(64) : "a".repeat(64) }), // prettier-ignore
  );
  expect(authorityOptions(trusting).map(({ text }) => text)).toEqual([
    "lab · bbbbbbbb",
    "prod-eu and 1 other · aaaaaaaa",
  ]);
});
