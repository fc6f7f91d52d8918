import type { ReactNode, Ref } from "react";
import { Button } from "./button.tsx";
import styles from "./filters.module.css";
import { CloseIcon, FilterIcon, SearchIcon } from "./icons.ts";
import { Popover } from "./popover.tsx";

/** The words that a list is searched by. */
export function SearchField({
  label,
  placeholder,
  value,
  ref,
  onChange,
}: {
  readonly label: string;
  /** What the words are looked for in. */
  readonly placeholder: string;
  readonly value: string;
  readonly ref?: Ref<HTMLInputElement>;
  readonly onChange: (words: string) => void;
}) {
  return (
    <div className={styles["search"]}>
      <SearchIcon aria-hidden />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}

/** A button with all that a list can be narrowed by; what is on shows beside it, in `ActiveFilters`. */
export function FilterMenu({ children }: { readonly children: ReactNode }) {
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
      {children}
    </Popover>
  );
}

/** Each is on or off by itself. */
export function FilterChips<Key extends string>({
  label,
  texts,
  isOn,
  onToggle,
}: {
  readonly label: string;
  readonly texts: readonly (readonly [Key, string])[];
  readonly isOn: (key: Key) => boolean;
  readonly onToggle: (key: Key) => void;
}) {
  return (
    <div className={styles["chips"]} role="group" aria-label={label}>
      {texts.map(([key, text]) => (
        <button
          key={key}
          type="button"
          className={styles["chip"]}
          aria-pressed={isOn(key)}
          onClick={() => onToggle(key)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

/** What a list is narrowed by, each to be taken off with a click; or all of it. */
export function ActiveFilters({
  active,
  onClear,
}: {
  readonly active: readonly {
    readonly text: string;
    readonly onRemove: () => void;
  }[];
  readonly onClear: () => void;
}) {
  return (
    <>
      {active.map(({ text, onRemove }) => (
        <button
          key={text}
          type="button"
          className={styles["active"]}
          aria-label={`Show all again, not only: ${text}`}
          onClick={onRemove}
        >
          {text}
          <CloseIcon aria-hidden />
        </button>
      ))}
      {active.length > 1 ? (
        <Button size="small" tone="quiet" onClick={onClear}>
          Clear filters
        </Button>
      ) : null}
    </>
  );
}
