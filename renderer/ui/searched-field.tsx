import { Combobox } from "@base-ui/react/combobox";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { SearchIcon } from "./icons.ts";
import field from "./field.module.css";
import { Labelled, useFieldIds, type Words } from "./labelled.tsx";
import styles from "./searched-field.module.css";

interface SearchedFieldProps<Value extends string> extends Words {
  readonly isLabelHidden?: boolean;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  /** What is searched of an option; its text, where nothing else is said. Stays the same between renders. */
  readonly isFound?: (value: Value, typed: string) => boolean;
  /** How an option is drawn; else by its text. */
  readonly draw?: (value: Value) => ReactNode;
  /** Said where nothing is like what was typed. */
  readonly none?: string;
  readonly onChange: (value: Value) => void;
}

/** A choice among many, by a part of its name; however many there are it opens at once. */
export function SearchedField<Value extends string>({
  label,
  hint,
  isLabelHidden = false,
  value,
  options,
  isFound,
  draw,
  none = "No match.",
  onChange,
}: SearchedFieldProps<Value>) {
  const { id, describedBy } = useFieldIds(hint);
  const [isOpen, setIsOpen] = useState(false);
  const list = useRef<List | null>(null);
  const values = useMemo(() => options.map((one) => one.value), [options]);
  const texts = useMemo(
    () => new Map(options.map((one) => [one.value, one.text])),
    [options],
  );
  const textOf = (one: Value) => texts.get(one) ?? one;
  return (
    <Labelled id={id} label={isLabelHidden ? null : label} hint={hint}>
      <Combobox.Root
        virtualized
        items={values}
        value={value}
        open={isOpen}
        itemToStringLabel={textOf}
        filter={
          isFound ??
          ((one: Value, typed: string) =>
            textOf(one).toLowerCase().includes(typed.toLowerCase().trim()))
        }
        onOpenChange={setIsOpen}
        onValueChange={(chosen) => {
          if (chosen !== null) onChange(chosen);
        }}
        onItemHighlighted={(_, { reason, index }) => {
          if (reason !== "pointer" && index >= 0)
            queueMicrotask(() => list.current?.scrollToIndex(index));
        }}
      >
        <span className={styles["control"]}>
          <Combobox.Input
            id={id}
            className={field["input"]}
            aria-label={isLabelHidden ? label : undefined}
            aria-describedby={describedBy}
            spellCheck={false}
          />
          <SearchIcon aria-hidden />
        </span>
        <Combobox.Portal>
          <Combobox.Positioner className={styles["place"]} sideOffset={4}>
            <Combobox.Popup className={styles["popup"]}>
              <Combobox.Empty>
                <p className={styles["none"]}>{none}</p>
              </Combobox.Empty>
              <Combobox.List>
                <Options isOpen={isOpen} list={list} draw={draw ?? textOf} />
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </Labelled>
  );
}

type List = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;

const rowHeight = 34;
const estimateSize = () => rowHeight;

/** Those that can be seen. */
function Options({
  isOpen,
  list: outside,
  draw,
}: {
  readonly isOpen: boolean;
  readonly list: { current: List | null };
  readonly draw: (value: never) => ReactNode;
}) {
  const found = Combobox.useFilteredItems<never>();
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
          const value = found[index];
          return value === undefined ? null : (
            <Combobox.Item
              key={value}
              index={index}
              value={value}
              className={styles["option"]}
              aria-setsize={found.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${String(start)}px)` }}
            >
              {draw(value)}
            </Combobox.Item>
          );
        })}
      </div>
    </div>
  );
}
