import { useMemo } from "react";
import type { RequestOf } from "../../../shared/contract/index.ts";
import type { AuthorityRow } from "../../../shared/contract/contexts.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import {
  ActiveFilters,
  FilterChips,
  FilterMenu,
  SearchField,
} from "../../ui/filters.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { nameAsText } from "../names/name-as-text.ts";
import { useRowStore } from "../rows/index.ts";
import styles from "./ledger.module.css";

/** What of the credentials is shown; an empty text asks for everything. */
export type CredentialsFilter = RequestOf<"ledger.list">;

export const allCredentials: CredentialsFilter = {
  search: "",
  isValid: false,
  isEnding: false,
  isProduction: false,
  role: "",
  authority: "",
};

const flagTexts = [
  ["isValid", "Still valid"],
  ["isEnding", "Ends soon"],
  ["isProduction", "Production"],
] as const;

interface FilterProps {
  readonly filter: CredentialsFilter;
  /** Those that any credential has. */
  readonly roles: readonly string[];
  readonly authorities: readonly AuthorityRow[];
  readonly onChange: (filter: CredentialsFilter) => void;
}

/** Searched by words, and narrowed by chips. */
export function CredentialsFilterBar({
  filter,
  roles,
  authorities,
  onChange,
}: FilterProps) {
  const clusters = useClusterOptions(authorities);
  const change = (fields: Partial<CredentialsFilter>) =>
    onChange({ ...filter, ...fields });
  const cluster = clusters.find(({ value }) => value === filter.authority);
  const active = [
    ...flagTexts.flatMap(([key, text]) =>
      filter[key] ? [{ text, onRemove: () => change({ [key]: false }) }] : [],
    ),
    ...(filter.role === ""
      ? []
      : [{ text: filter.role, onRemove: () => change({ role: "" }) }]),
    ...(cluster
      ? [{ text: cluster.text, onRemove: () => change({ authority: "" }) }]
      : []),
  ];
  return (
    <div className={styles["filters"]}>
      <SearchField
        label="Search credentials"
        placeholder="A context, a role, a person, a serial, a reason"
        value={filter.search}
        onChange={(search) => change({ search })}
      />
      <FilterMenu>
        <FilterChips
          label="States"
          texts={flagTexts}
          isOn={(key) => filter[key]}
          onToggle={(key) => change({ [key]: !filter[key] })}
        />
        <SelectField
          label="Role"
          value={filter.role}
          options={[
            anything,
            ...roles.map((value) => ({ value, text: value })),
          ]}
          onChange={(role) => change({ role })}
        />
        <SelectField
          label="Cluster"
          value={filter.authority}
          options={[anything, ...clusters]}
          onChange={(authority) => change({ authority })}
        />
      </FilterMenu>
      <ActiveFilters
        active={active}
        onClear={() => onChange({ ...allCredentials, search: filter.search })}
      />
    </div>
  );
}

const anything = { value: "", text: "Any" };
const authorityShown = 8;

/** A cluster is known by its CA; people call it by the contexts that trust that. */
function useClusterOptions(authorities: readonly AuthorityRow[]) {
  const store = useRowStore();
  return useMemo(
    () =>
      authorities.map(({ authority, contexts: [first, ...others] }) => {
        const whose = first === undefined ? "no context" : nameAsText(first, store.row(first)); // prettier-ignore
        const more = others.length > 0 ? ` and ${countOf(others.length, "other")}` : ""; // prettier-ignore
        const text = `${whose}${more} · ${authority.slice(0, authorityShown)}`;
        return { value: authority, text };
      }),
    [authorities, store],
  );
}
