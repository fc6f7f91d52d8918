import type { KeyboardEvent } from "react";

/** What a key does in the list of contexts, to the row that has the focus. */
export type ListCommand =
  | "next"
  | "previous"
  | "first"
  | "last"
  | "page-down"
  | "page-up"
  | "use"
  | "terminal"
  | "show"
  | "choose"
  | "choose-next"
  | "choose-previous"
  | "choose-all"
  | "choose-none";

type Press = Pick<KeyboardEvent, "key"> &
  Partial<Pick<KeyboardEvent, "shiftKey" | "ctrlKey" | "metaKey">>;

interface ListKeys {
  /** As they are written in the list of shortcuts. */
  readonly keys: string;
  readonly text: string;
  readonly commands: readonly {
    readonly key: string;
    readonly isShift?: true;
    readonly isCommand?: true;
    readonly does: ListCommand;
  }[];
}

/** The keys of the list: by this table they act, and from it the list of shortcuts is drawn. */
export const listKeys: readonly ListKeys[] = [
  {
    keys: "↑ ↓",
    text: "To the row above or below",
    commands: [
      { key: "ArrowDown", does: "next" },
      { key: "ArrowUp", does: "previous" },
    ],
  },
  {
    keys: "Home End",
    text: "To the first or the last row",
    commands: [
      { key: "Home", does: "first" },
      { key: "End", does: "last" },
    ],
  },
  {
    keys: "PgUp PgDn",
    text: "A page up or down",
    commands: [
      { key: "PageDown", does: "page-down" },
      { key: "PageUp", does: "page-up" },
    ],
  },
  {
    keys: "Enter",
    text: "Use the context",
    commands: [{ key: "Enter", does: "use" }],
  },
  {
    keys: "Shift+Enter",
    text: "Open a terminal with it",
    commands: [{ key: "Enter", isShift: true, does: "terminal" }],
  },
  {
    keys: "→",
    text: "Show all about it",
    commands: [{ key: "ArrowRight", does: "show" }],
  },
  {
    keys: "Space",
    text: "Select it, for something to be done with several",
    commands: [{ key: " ", does: "choose" }],
  },
  {
    keys: "Shift+↑ ↓",
    text: "Select the row above or below too",
    commands: [
      { key: "ArrowDown", isShift: true, does: "choose-next" },
      { key: "ArrowUp", isShift: true, does: "choose-previous" },
    ],
  },
  {
    keys: "Ctrl+A",
    text: "Select all that are shown",
    commands: [{ key: "a", isCommand: true, does: "choose-all" }],
  },
  {
    keys: "Esc",
    text: "Select none",
    commands: [{ key: "Escape", does: "choose-none" }],
  },
  { keys: "Shift+F10", text: "What can be done with it", commands: [] },
  { keys: "A letter", text: "Search for what begins with it", commands: [] },
];

/** Null: the key is none of the list's. */
export function listCommandOf({
  key,
  shiftKey = false,
  ctrlKey = false,
  metaKey = false,
}: Press): ListCommand | null {
  const all = listKeys.flatMap(({ commands }) => commands);
  const found = all.find(
    (one) =>
      one.key === key &&
      (one.isShift ?? false) === shiftKey &&
      (one.isCommand ?? false) === (ctrlKey || metaKey),
  );
  return found?.does ?? null;
}
