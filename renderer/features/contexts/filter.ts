import { expiryOf } from "../times/expiry-of.ts";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import { rankWords } from "../palette/match-words.ts";
import { labelsOf, wordsOf } from "./row-text.ts";

export const sortOrders = [
  "name",
  "role",
  "expiry",
  "used",
  "cluster",
] as const;
export type SortOrder = (typeof sortOrders)[number];

/** What a person asked to see. An empty text or null asks for everything. */
export interface Filter {
  readonly text: string;
  readonly role: string;
  readonly authority: string;
  /** `key=value`. */
  readonly label: string;
  readonly isProduction: boolean;
  readonly isFavorite: boolean;
  readonly isExpiring: boolean;
  readonly isUnused: boolean;
  readonly sort: SortOrder;
  /** The other way round. */
  readonly isReversed: boolean;
}

export const everything: Filter = {
  text: "",
  role: "",
  authority: "",
  label: "",
  isProduction: false,
  isFavorite: false,
  isExpiring: false,
  isUnused: false,
  sort: "name",
  isReversed: false,
};

/** Those that are on or off. */
export const flags = [
  "isProduction",
  "isFavorite",
  "isExpiring",
  "isUnused",
] as const;

export const flagTexts: Readonly<Record<(typeof flags)[number], string>> = {
  isProduction: "Production",
  isFavorite: "Favourites",
  isExpiring: "Expiring",
  isUnused: "Never used",
};

/** Those with a value. */
const valued = ["role", "authority", "label"] as const;
export type FilterValue = (typeof valued)[number];
type FilterKey = (typeof flags)[number] | FilterValue;

/** What narrows the list besides the words that are searched for. */
export function activeIn(
  filter: Filter,
): readonly { readonly key: FilterKey; readonly text: string }[] {
  return [
    ...flags.flatMap((key) =>
      filter[key] ? [{ key, text: flagTexts[key] }] : [],
    ),
    ...valued.flatMap((key) =>
      filter[key] === "" ? [] : [{ key, text: filter[key] }],
    ),
  ];
}

/** The filter with one of these off. */
export function without(filter: Filter, key: FilterKey): Filter {
  return { ...filter, [key]: everything[key] };
}

/** Everything again, words included, in the order that was chosen. */
export function cleared({ sort, isReversed }: Filter): Filter {
  return { ...everything, sort, isReversed };
}

/** In this order, and where it is that order already the other way round: what a click on the head of a column does. */
export function sortedBy(filter: Filter, sort: SortOrder): Filter {
  const isReversed = filter.sort === sort && !filter.isReversed;
  return { ...filter, sort, isReversed };
}

/**
 * Favourites first, then as asked for; alike ones stay in the order that they came in, which is that of their names. By
 * cluster they come first of their cluster.
 */
export function sortRows(
  byName: readonly ListedContext[],
  sort: SortOrder,
  isReversed = false,
): readonly ListedContext[] {
  const sorted = inOrder(byName, sort, isReversed);
  const all = [
    ...sorted.filter(({ favorite }) => favorite),
    ...sorted.filter(({ favorite }) => !favorite),
  ];
  return sort === "cluster" ? byCluster(all, isReversed) : all;
}

function inOrder(
  byName: readonly ListedContext[],
  sort: SortOrder,
  isReversed: boolean,
): readonly ListedContext[] {
  if (sort === "cluster") return byName;
  if (sort === "name") return isReversed ? byName.toReversed() : byName;
  const sign = isReversed ? -1 : 1;
  return byName.toSorted((a, b) => sign * compare(a, b, sort));
}

/** Contexts of one cluster, which trust one CA, beside each other. */
export interface ClusterGroup {
  /** As a person or Omni calls it; null: by its first context. */
  readonly cluster: string | null;
  readonly first: string;
  readonly count: number;
}

function clusterKey({ authority, cluster }: ListedContext): string {
  return authority ?? (cluster === null ? "" : `cluster ${cluster}`);
}

/** Clusters in the order of their first contexts; what is of none that is known comes last. */
function byCluster(
  rows: readonly ListedContext[],
  isReversed: boolean,
): readonly ListedContext[] {
  const groups = new Map<string, ListedContext[]>();
  for (const row of rows) {
    const inside = groups.get(clusterKey(row));
    if (inside) inside.push(row);
    else groups.set(clusterKey(row), [row]);
  }
  const known = [...groups].filter(([key]) => key !== "");
  const ordered = isReversed ? known.toReversed() : known;
  return [
    ...ordered.flatMap(([, inside]) => inside),
    ...(groups.get("") ?? []),
  ];
}

/** Where a group begins among rows that are sorted by cluster, by the index of its first row. */
export function clusterGroups(
  rows: readonly ListedContext[],
): ReadonlyMap<number, ClusterGroup> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const key = clusterKey(row);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const found = new Map<number, ClusterGroup>();
  let before: string | null = null;
  for (const [index, row] of rows.entries()) {
    const key = clusterKey(row);
    if (key !== before)
      found.set(index, {
        cluster: row.cluster,
        first: row.name,
        count: counts.get(key) ?? 1,
      });
    before = key;
  }
  return found;
}

/** The rows that a filter lets through, in the order that they came in. */
export function applyFilter(
  rows: readonly ListedContext[],
  filter: Filter,
  now: number,
): readonly ListedContext[] {
  const tests = testsOf(filter, now);
  return tests.length === 0
    ? rows
    : rows.filter((row) => tests.every((passes) => passes(row)));
}

/** Only what was asked for is looked at: ten thousand rows are gone through for every letter. */
function testsOf(
  filter: Filter,
  now: number,
): readonly ((row: ListedContext) => boolean)[] {
  const { role, authority, label } = filter;
  const wanted = filter.text.toLowerCase().trim();
  const all: readonly (readonly [boolean, (row: ListedContext) => boolean])[] =
    [
      [filter.isProduction, (row) => row.production],
      [filter.isFavorite, (row) => row.favorite],
      [filter.isExpiring, (row) => expiryOf(row, now) !== "later"],
      [filter.isUnused, (row) => row.lastUsedAt === null],
      [role !== "", (row) => row.roles.includes(role)],
      [authority !== "", (row) => row.authority === authority],
      [label !== "", (row) => labelsOf(row).includes(label)],
      [wanted !== "", (row) => rankWords(wordsOf(row), wanted) !== null],
    ];
  return all.flatMap(([isAsked, test]) => (isAsked ? [test] : []));
}

function compare(
  a: ListedContext,
  b: ListedContext,
  sort: "role" | "expiry" | "used",
): number {
  switch (sort) {
    case "role":
      return order(a.roles.join(), b.roles.join());
    case "expiry":
      return order(a.notAfter ?? "9", b.notAfter ?? "9");
    case "used":
      return order(b.lastUsedAt ?? "", a.lastUsedAt ?? "");
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Distinct values for a filter's choices, in order. */
export function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}
