import { Combobox } from "@base-ui/react/combobox";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useId, useMemo, useRef, useState } from "react";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { SelectField } from "../../ui/field.tsx";
import field from "../../ui/field.module.css";
import styles from "./context-field.module.css";
import { ContextName } from "../names/context-name.tsx";
import { wordsOf } from "../contexts/row-words.ts";
import { rankWords } from "../palette/rank.ts";

interface ContextFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly contexts: readonly ContextRow[];
  readonly onChange: (name: string) => void;
}

/** So many can be seen at a glance in the system's own list; of more one is searched for. */
const mostInList = 10;

/** The choice of a context: production is marked in it, and however many there are it opens at once. */
export function ContextField(props: ContextFieldProps) {
  return props.contexts.length > mostInList ? (
    <SearchedField {...props} />
  ) : (
    <SelectField
      {...props}
      options={props.contexts.map(({ name, production }) => ({
        value: name,
        text: production ? `${name} (production)` : name,
      }))}
    />
  );
}

/** By a part of its name, an endpoint, a label: what the list and the palette find it by. */
function SearchedField({
  label,
  hint,
  value,
  contexts,
  onChange,
}: ContextFieldProps) {
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const list = useRef<List | null>(null);
  const names = useMemo(() => contexts.map(({ name }) => name), [contexts]);
  const byName = useMemo(
    () => new Map(contexts.map((row) => [row.name, row])),
    [contexts],
  );
  const isFound = useCallback(
    (name: string, typed: string) => {
      const row = byName.get(name);
      const wanted = typed.toLowerCase().trim();
      return row !== undefined && rankWords(wordsOf(row), wanted) !== null;
    },
    [byName],
  );
  return (
    <div className={field["field"]}>
      <label className={field["label"]} htmlFor={id}>
        {label}
      </label>
      <Combobox.Root
        virtualized
        items={names}
        value={value}
        open={isOpen}
        filter={isFound}
        onOpenChange={setIsOpen}
        onValueChange={(name) => {
          if (name !== null) onChange(name);
        }}
        onItemHighlighted={(_, { reason, index }) => {
          if (reason !== "pointer" && index >= 0)
            queueMicrotask(() => list.current?.scrollToIndex(index));
        }}
      >
        <Combobox.Input
          id={id}
          className={field["input"]}
          aria-describedby={hint ? `${id}-hint` : undefined}
          spellCheck={false}
        />
        <Combobox.Portal>
          <Combobox.Positioner className={styles["place"]} sideOffset={4}>
            <Combobox.Popup className={styles["popup"]}>
              <Combobox.Empty>
                <p className={styles["none"]}>No context is like this.</p>
              </Combobox.Empty>
              <Combobox.List>
                <Options isOpen={isOpen} list={list} />
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
      {hint ? (
        <span id={`${id}-hint`} className={field["hint"]}>
          {hint}
        </span>
      ) : null}
    </div>
  );
}

type List = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;

const rowHeight = 34;
const estimateSize = () => rowHeight;

/** Those that can be seen. */
function Options({
  isOpen,
  list: outside,
}: {
  readonly isOpen: boolean;
  readonly list: { current: List | null };
}) {
  const found = Combobox.useFilteredItems<string>();
  const scroll = useRef<HTMLDivElement | null>(null);
  const list = useVirtualizer<HTMLDivElement, Element>({
    enabled: isOpen,
    count: found.length,
    getScrollElement: () => scroll.current,
    estimateSize,
    overscan: 8,
  });
  const place = useCallback(
    (element: HTMLDivElement | null) => {
      scroll.current = element;
      outside.current = list;
      if (element) list.measure();
    },
    [list, outside],
  );
  if (found.length === 0) return null;
  return (
    <div ref={place} role="presentation" className={styles["scroll"]}>
      <div
        role="presentation"
        className={styles["rows"]}
        style={{ height: list.getTotalSize() }}
      >
        {list.getVirtualItems().map(({ index, start }) => {
          const name = found[index];
          return name === undefined ? null : (
            <Combobox.Item
              key={name}
              index={index}
              value={name}
              className={styles["option"]}
              aria-setsize={found.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${String(start)}px)` }}
            >
              <ContextName name={name} />
            </Combobox.Item>
          );
        })}
      </div>
    </div>
  );
}
