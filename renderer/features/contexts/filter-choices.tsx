import { useMemo } from "react";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { FilterChips } from "../../ui/filters.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { nameAsText } from "../names/name-as-text.ts";
import {
  distinct,
  flags,
  flagTexts,
  sortOrders,
  type Filter,
  type FilterValue,
  type SortOrder,
} from "./filter.ts";
import { labelsOf } from "./row-text.ts";

const valueTexts: Readonly<Record<FilterValue, string>> = {
  role: "Role",
  authority: "Authority",
  label: "Label",
};

const sortTexts: Readonly<Record<SortOrder, string>> = {
  name: "Name",
  role: "Role",
  expiry: "End",
  used: "Last use",
  cluster: "Cluster",
};

/** All that the list of contexts can be narrowed and sorted by. */
export function FilterChoices({
  rows,
  filter,
  onChange,
}: {
  readonly rows: readonly ListedContext[];
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}) {
  const choices = useMemo(
    () => ({
      role: asOptions(distinct(rows.flatMap(({ roles }) => roles))),
      label: asOptions(distinct(rows.flatMap(labelsOf))),
      authority: authorityOptions(rows),
    }),
    [rows],
  );
  return (
    <>
      <SelectField
        label="Sort by"
        value={filter.sort}
        options={sortOrders.map((value) => ({ value, text: sortTexts[value] }))}
        onChange={(sort) => onChange({ ...filter, sort, isReversed: false })}
      />
      <FilterChips
        label="States"
        texts={flags.map((key) => [key, flagTexts[key]])}
        isOn={(key) => filter[key]}
        onToggle={(key) => onChange({ ...filter, [key]: !filter[key] })}
      />
      {(["role", "authority", "label"] as const).map((key) =>
        choices[key].length === 0 ? null : (
          <SelectField
            key={key}
            label={valueTexts[key]}
            value={filter[key]}
            options={[{ value: "", text: "Any" }, ...choices[key]]}
            onChange={(value) => onChange({ ...filter, [key]: value })}
          />
        ),
      )}
    </>
  );
}

interface Option {
  readonly value: string;
  readonly text: string;
}

function asOptions(values: readonly string[]): readonly Option[] {
  return values.map((value) => ({ value, text: value }));
}

/** By the contexts that trust it: nobody knows a fingerprint. */
export function authorityOptions(
  rows: readonly ListedContext[],
): readonly Option[] {
  const names = new Map<string, string[]>();
  for (const row of rows) {
    if (row.authority === null) continue;
    const text = nameAsText(row.name, row);
    const known = names.get(row.authority);
    if (known) known.push(text);
    else names.set(row.authority, [text]);
  }
  return [...names]
    .map(([value, [first = "", ...others]]) => {
      const more = others.length > 0 ? ` and ${countOf(others.length, "other")}` : ""; // prettier-ignore
      return { value, text: `${first}${more} · ${value.slice(0, 8)}` };
    })
    .toSorted((a, b) => (a.text < b.text ? -1 : 1));
}
