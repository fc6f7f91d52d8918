import type { EventFilter } from "../../../shared/contract/audit.ts";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import { eventKinds } from "../../../shared/core/audit/event-text.ts";
import { TextField } from "../../ui/field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import {
  ActiveFilters,
  FilterChips,
  FilterMenu,
  SearchField,
} from "../../ui/filters.tsx";
import { nameAsText } from "../names/name-as-text.ts";
import styles from "./audit.module.css";
import {
  activeIn,
  beginOf,
  dayOf,
  emptyFilter,
  endOf,
  kindTexts,
  lastDayOf,
} from "./event-filter.ts";

interface FilterProps {
  readonly contexts: readonly ListedContext[];
  readonly filter: EventFilter;
  readonly onChange: (filter: EventFilter) => void;
}

export function EventFilterBar(props: FilterProps) {
  const { contexts, filter, onChange } = props;
  return (
    <div className={styles["bar"]}>
      <SearchField
        label="Search events"
        placeholder="Words, a serial, a node, a reason"
        value={filter.words}
        onChange={(words) => onChange({ ...filter, words })}
      />
      <FilterMenu>
        <Choices {...props} />
      </FilterMenu>
      <ActiveFilters
        active={activeIn(filter, contexts).map(({ text, without }) => ({
          text,
          onRemove: () => onChange(without),
        }))}
        onClear={() => onChange({ ...emptyFilter, words: filter.words })}
      />
    </div>
  );
}

function Choices({ contexts, filter, onChange }: FilterProps) {
  const { kinds, context, person, since, until } = filter;
  const change = (fields: Partial<EventFilter>) =>
    onChange({ ...filter, ...fields });
  return (
    <>
      <FilterChips
        label="Kinds"
        texts={eventKinds.map((kind) => [kind, kindTexts[kind]])}
        isOn={(kind) => kinds.includes(kind)}
        onToggle={(kind) =>
          change({
            kinds: kinds.includes(kind)
              ? kinds.filter((one) => one !== kind)
              : [...kinds, kind],
          })
        }
      />
      <SelectField
        label="Context"
        value={context}
        options={optionsOf(contexts, context)}
        onChange={(name) => change({ context: name })}
      />
      <TextField
        label="Person or program"
        hint="Who got it, who answered, what did it."
        value={person}
        onChange={({ target }) => change({ person: target.value })}
      />
      <div className={styles["days"]}>
        <TextField
          type="date"
          label="From"
          value={dayOf(since)}
          onChange={({ target }) => change({ since: beginOf(target.value) })}
        />
        <TextField
          type="date"
          label="To"
          value={lastDayOf(until)}
          onChange={({ target }) => change({ until: endOf(target.value) })}
        />
      </div>
    </>
  );
}

/** A context that was removed from the vault can still be chosen: its events are there. */
function optionsOf(contexts: readonly ListedContext[], chosen: string) {
  const isThere = contexts.some(({ name }) => name === chosen);
  const gone = chosen === "" || isThere ? [] : [{ name: chosen, production: false }]; // prettier-ignore
  return [
    { value: "", text: "Any" },
    ...[...gone, ...contexts].map((row) => ({
      value: row.name,
      text: nameAsText(row.name, row),
    })),
  ];
}
