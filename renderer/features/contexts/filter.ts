import { expiryOf } from "../times/expiry-of.ts";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { rankWords } from "../palette/match-words.ts";
import { labelsOf, wordsOf } from "./row-text.ts";

export const sortOrders = ["name", "expiry", "used"] as const;
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
export function cleared({ sort }: Filter): Filter {
  return { ...everything, sort };
}

/** Favourites first, then as asked for; alike ones stay in the order that they came in, which is that of their names. */
export function sortRows(
  byName: readonly ContextRow[],
  sort: SortOrder,
): readonly ContextRow[] {
  const sorted =
    sort === "name" ? byName : byName.toSorted((a, b) => compare(a, b, sort));
  return [
    ...sorted.filter(({ favorite }) => favorite),
    ...sorted.filter(({ favorite }) => !favorite),
  ];
}

/** The rows that a filter lets through, in the order that they came in. */
export function applyFilter(
  rows: readonly ContextRow[],
  filter: Filter,
  now: number,
): readonly ContextRow[] {
  const tests = testsOf(filter, now);
  return tests.length === 0
    ? rows
    : rows.filter((row) => tests.every((passes) => passes(row)));
}

/** Only what was asked for is looked at: ten thousand rows are gone through for every letter. */
function testsOf(
  filter: Filter,
  now: number,
): readonly ((row: ContextRow) => boolean)[] {
  const { role, authority, label } = filter;
  const wanted = filter.text.toLowerCase().trim();
  const all: readonly (readonly [boolean, (row: ContextRow) => boolean])[] = [
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
  a: ContextRow,
  b: ContextRow,
  sort: Exclude<SortOrder, "name">,
): number {
  return sort === "expiry"
    ? order(a.notAfter ?? "9", b.notAfter ?? "9")
    : order(b.lastUsedAt ?? "", a.lastUsedAt ?? "");
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Distinct values for a filter's choices, in order. */
export function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}
