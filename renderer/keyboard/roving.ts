// A list is one stop of the Tab key, wherever it stands (docs/decisions/0096). This module alone says which part of it that is.
import {
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent as ReactKeys,
  type RefObject,
} from "react";
import { useKeysBefore } from "./layers.ts";

const pressable =
  "a[href], button, input, select, textarea, summary, [tabindex]";
/** Where arrows belong to what is typed or chosen. */
const typed =
  "input:not([type=checkbox]), textarea, select, [role=combobox], [role=textbox]";

/** What of a list has its stop. */
export interface Stop {
  /** As the row's `data-row` has it; null: nobody moved yet, so that it is the first. */
  readonly row: string | null;
  /** Which part of the row that can have the focus: 0 is the row itself, or its first button where rows have no focus. */
  readonly place: number;
}

export const noStop: Stop = { row: null, place: 0 };

interface ListOptions {
  readonly stop: Stop;
  readonly setStop: (stop: Stop) => void;
  /** The rows of a list that draws only those that can be seen, and how one is brought into view. */
  readonly whole?: {
    readonly rows: readonly string[];
    readonly show: (index: number) => void;
  };
  /** Its buttons are for the mouse, and each has another way by key: the stop is the row. */
  readonly isRowWhole?: boolean;
}

interface RovingList<E extends HTMLElement> {
  /** For the element around the rows, each of which has its key as `data-row`. */
  readonly ref: RefObject<E | null>;
  /** Gives the focus to a row, the nearest there is; gives its key. */
  readonly moveTo: (index: number, place?: number) => string | null;
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlur: (event: FocusEvent<HTMLElement>) => void;
}

/** Keeps one stop in a list, wherever it was left, and gives it the focus when somebody moves. Its keys are the caller's. */
export function useOneStop<E extends HTMLElement>({
  stop,
  setStop,
  whole,
  isRowWhole = false,
}: ListOptions): RovingList<E> {
  const ref = useRef<E>(null);
  // Where somebody moved to: a row that is not drawn yet has the focus as soon as it is.
  const moved = useRef<(Stop & { readonly isWaiting: boolean }) | null>(null);
  const stopsOf = useCallback(
    (row: HTMLElement) => (isRowWhole ? [row] : stopsIn(row)),
    [isRowWhole],
  );
  const settle = useCallback(() => {
    if (ref.current) keepOneStop(ref.current, stop, stopsOf);
  }, [stop, stopsOf]);
  useLayoutEffect(() => {
    const to = moved.current;
    const found = to?.isWaiting ? rowOf(ref.current, to.row) : null;
    if (found) focusIn(stopsOf(found), to?.place ?? 0);
    if (to && found) moved.current = { ...to, isWaiting: false };
    settle();
  });
  useWhenChanged(ref, settle);
  return {
    ref,
    moveTo: (index, place = 0) => {
      const rows = keysOf(ref.current, whole?.rows);
      const next = Math.min(rows.length - 1, Math.max(0, index));
      const row = rows[next] ?? null;
      whole?.show(next);
      setStop({ row, place });
      const drawn = rowOf(ref.current, row);
      moved.current = { row, place, isWaiting: drawn === null };
      if (drawn) focusIn(stopsOf(drawn), place, whole !== undefined);
      return row;
    },
    onFocus: ({ target }) => {
      const row = rowAround(ref.current, target);
      const to = moved.current;
      if (!row || to?.isWaiting) return;
      const stops = stopsOf(row);
      const place = Math.max(0, stops.indexOf(target));
      const key = row.dataset["row"] ?? null;
      // Of a row with fewer buttons it is the last one, and of the row after it again the one of before.
      const isMeant =
        to?.row === key && Math.min(to.place, stops.length - 1) === place;
      if (!isMeant) setStop({ row: key, place });
      if (!isMeant) moved.current = null;
    },
    onBlur: ({ relatedTarget }) => {
      if (relatedTarget && !ref.current?.contains(relatedTarget))
        moved.current = null;
    },
  };
}

/** A row may draw itself anew without its list. */
function useWhenChanged(
  ref: RefObject<HTMLElement | null>,
  settle: () => void,
): void {
  useLayoutEffect(() => {
    if (!ref.current) return;
    const changes = new MutationObserver(settle);
    changes.observe(ref.current, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["tabindex", "disabled", "open"],
    });
    return () => changes.disconnect();
  }, [ref, settle]);
}

/**
 * A list by keyboard: Tab reaches it once; Up, Down, Home, End, Page Up and Page Down go from row to row, Right and Left through the
 * buttons of one. Spread what it gives over the element around the rows, each of which has its key as `data-row`.
 */
export function useRovingList<E extends HTMLElement>(
  whole?: ListOptions["whole"],
) {
  const [stop, setStop] = useState(noStop);
  const list = useOneStop<E>({ stop, setStop, ...(whole ? { whole } : {}) });
  const { ref, moveTo, onFocus, onBlur } = list;
  const act = (event: ReactKeys) => {
    const row = rowAround(ref.current, event.target);
    if (!row || isOwnKey(event)) return "passed";
    const stops = stopsIn(row);
    const place = stops.indexOf(event.target as HTMLElement);
    const aside = { ArrowRight: place + 1, ArrowLeft: place - 1 }[event.key];
    if (aside !== undefined) {
      stops[aside]?.focus();
      return "handled";
    }
    const rows = keysOf(ref.current, whole?.rows);
    const at = rows.indexOf(row.dataset["row"] ?? "");
    const to = rowAfter(event.key, at, rows.length, row);
    if (to === null) return "passed";
    moveTo(to, stop.row === row.dataset["row"] ? stop.place : place);
    return "handled";
  };
  return { ref, onFocus, onBlur, ...useKeysBefore(act) };
}

/** The keys of every such list, as the list of shortcuts has them. */
export const rovingKeys = [
  { keys: "↑ ↓", text: "To the row above or below" },
  { keys: "Home End", text: "To the first or the last row" },
  { keys: "PgUp PgDn", text: "A page up or down" },
  { keys: "→ ←", text: "To the buttons of a row, and back" },
  { keys: "Enter", text: "What the row is for, or what the button says" },
] as const;

/** How many rows as tall as this one a page has, by the height of the window. */
export function rowsOfPage(row: HTMLElement | null | undefined): number {
  const { height = 0 } = row?.getBoundingClientRect() ?? {};
  return Math.max(1, Math.floor(window.innerHeight / Math.max(1, height)) - 4);
}

/** Where a key leads from a row; null: it is none of the list's. */
function rowAfter(
  key: string,
  at: number,
  count: number,
  row: HTMLElement,
): number | null {
  const page = rowsOfPage(row);
  const places: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  return Object.hasOwn(places, key) ? (places[key] ?? null) : null;
}

/** It is what is typed that it belongs to, or a shortcut. */
function isOwnKey({ target, ...event }: ReactKeys): boolean {
  const { shiftKey, ctrlKey, altKey, metaKey } = event;
  if (shiftKey || ctrlKey || altKey || metaKey) return true;
  return target instanceof Element && target.matches(typed);
}

/** The stop is what has the focus, else where it was left, else the first row; all else of the rows is none. */
function keepOneStop(
  list: HTMLElement,
  stop: Stop,
  stopsOf: (row: HTMLElement) => readonly HTMLElement[],
): void {
  const all = rowsOf(list);
  const row = rowOf(list, stop.row) ?? all.find((one) => stopsOf(one).length);
  const stops = row ? stopsOf(row) : [];
  const chosen =
    stops.find((one) => one === document.activeElement) ??
    stops[Math.min(stop.place, stops.length - 1)];
  for (const part of all.flatMap(partsOf)) {
    const tabIndex = part === chosen ? 0 : -1;
    // Whoever writes what is there already is told of it by the observer, and writes again.
    if (part.getAttribute("tabindex") !== String(tabIndex))
      part.tabIndex = tabIndex;
  }
}

function focusIn(
  stops: readonly HTMLElement[],
  place: number,
  isInView = true,
): void {
  stops[Math.min(place, stops.length - 1)]?.focus({ preventScroll: isInView });
}

function keysOf(
  list: HTMLElement | null,
  known: readonly string[] | undefined,
): readonly string[] {
  return known ?? rowsOf(list).map((row) => row.dataset["row"] ?? "");
}

function rowsOf(list: HTMLElement | null): readonly HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
}

function rowOf(list: HTMLElement | null, key: string | null) {
  return rowsOf(list).find((row) => row.dataset["row"] === key) ?? null;
}

/** Null where it is in no row of this list, such as in a dialog that one of them opened. */
function rowAround(list: HTMLElement | null, target: EventTarget) {
  const row =
    target instanceof Element
      ? target.closest<HTMLElement>("[data-row]")
      : null;
  return row && list?.contains(row) ? row : null;
}

function stopsIn(row: HTMLElement): readonly HTMLElement[] {
  return partsOf(row).filter(
    (part) => part.getClientRects().length > 0 && !part.matches(":disabled"),
  );
}

/** The row, where it can have the focus, and what of it can be pressed, in their order. */
function partsOf(row: HTMLElement): readonly HTMLElement[] {
  const within = row.querySelectorAll<HTMLElement>(pressable);
  return row.hasAttribute("tabindex") ? [row, ...within] : [...within];
}
