import type { EventFilter } from "../../../shared/contract/audit.ts";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { eventKinds } from "../../../shared/core/audit/event-text.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { CloseIcon, FilterIcon, SearchIcon } from "../../ui/icons.ts";
import { Popover } from "../../ui/popover.tsx";
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
  readonly contexts: readonly ContextRow[];
  readonly filter: EventFilter;
  readonly onChange: (filter: EventFilter) => void;
}

export function EventFilterBar(props: FilterProps) {
  const { filter, onChange } = props;
  const active = activeIn(filter);
  return (
    <div className={styles["bar"]}>
      <div className={styles["search"]}>
        <SearchIcon aria-hidden />
        <input
          type="search"
          aria-label="Search events"
          placeholder="Words, a serial, a node, a reason"
          spellCheck={false}
          value={filter.words}
          onChange={({ target }) =>
            onChange({ ...filter, words: target.value })
          }
        />
      </div>
      <Popover
        label="Filter"
        trigger={
          <>
            <FilterIcon aria-hidden />
            Filter
          </>
        }
      >
        <Choices {...props} />
      </Popover>
      {active.map(({ text, without }) => (
        <button
          key={text}
          type="button"
          className={styles["active"]}
          aria-label={`Show all again, not only: ${text}`}
          onClick={() => onChange(without)}
        >
          {text}
          <CloseIcon aria-hidden />
        </button>
      ))}
      {active.length > 1 ? (
        <Button
          size="small"
          tone="quiet"
          onClick={() => onChange({ ...emptyFilter, words: filter.words })}
        >
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}

function Choices({ contexts, filter, onChange }: FilterProps) {
  const { kinds, context, person, since, until } = filter;
  const change = (fields: Partial<EventFilter>) =>
    onChange({ ...filter, ...fields });
  return (
    <>
      <div className={styles["chips"]} role="group" aria-label="Kinds">
        {eventKinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className={styles["chip"]}
            aria-pressed={kinds.includes(kind)}
            onClick={() =>
              change({
                kinds: kinds.includes(kind)
                  ? kinds.filter((one) => one !== kind)
                  : [...kinds, kind],
              })
            }
          >
            {kindTexts[kind]}
          </button>
        ))}
      </div>
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
function optionsOf(contexts: readonly ContextRow[], chosen: string) {
  const names = contexts.map(({ name }) => name);
  const all = chosen === "" || names.includes(chosen) ? names : [chosen, ...names]; // prettier-ignore
  return [
    { value: "", text: "Any" },
    ...all.map((name) => ({ value: name, text: name })),
  ];
}
