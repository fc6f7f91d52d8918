import { useMemo } from "react";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { FilterIcon } from "../../ui/icons.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { Popover } from "../../ui/popover.tsx";
import styles from "./contexts.module.css";
import {
  distinct,
  flags,
  flagTexts,
  type Filter,
  type FilterValue,
} from "./filter.ts";
import { labelsOf } from "./row-text.ts";

/** A button with all that the list can be narrowed by; what is on shows as chips beside it. */
export function FilterMenu({
  rows,
  filter,
  onChange,
}: {
  readonly rows: readonly ContextRow[];
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}) {
  return (
    <Popover
      label="Filter"
      trigger={
        <>
          <FilterIcon aria-hidden />
          Filter
        </>
      }
    >
      <Choices rows={rows} filter={filter} onChange={onChange} />
    </Popover>
  );
}

const valueTexts: Readonly<Record<FilterValue, string>> = {
  role: "Role",
  authority: "Authority",
  label: "Label",
};

function Choices({ rows, filter, onChange }: Parameters<typeof FilterMenu>[0]) {
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
      <div className={styles["chips"]}>
        {flags.map((key) => (
          <button
            key={key}
            type="button"
            className={styles["chip"]}
            aria-pressed={filter[key]}
            onClick={() => onChange({ ...filter, [key]: !filter[key] })}
          >
            {flagTexts[key]}
          </button>
        ))}
      </div>
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
  rows: readonly ContextRow[],
): readonly Option[] {
  const names = new Map<string, string[]>();
  for (const { authority, name } of rows) {
    if (authority === null) continue;
    const known = names.get(authority);
    if (known) known.push(name);
    else names.set(authority, [name]);
  }
  return [...names]
    .map(([value, [first = "", ...others]]) => {
      const more = others.length > 0 ? ` and ${countOf(others.length, "other")}` : ""; // prettier-ignore
      return { value, text: `${first}${more} · ${value.slice(0, 8)}` };
    })
    .toSorted((a, b) => (a.text < b.text ? -1 : 1));
}
