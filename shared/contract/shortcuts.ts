import type { Destination } from "./events.ts";

/** What a shortcut does: it goes to a page, opens the palette, the help or the list of shortcuts, or locks. */
export type ShortcutDeed = Destination | "lock" | "help" | "shortcuts";

export interface Shortcut {
  /** The key as the browser names it, in lower case. */
  readonly key: string;
  /** With Ctrl, on a Mac with Cmd; else it is typed alone, and does nothing in a field. */
  readonly isCommand: boolean;
  readonly does: ShortcutDeed;
  readonly text: string;
}

const numbered = [
  ["contexts", "Contexts"],
  ["sessions", "Sessions"],
  ["expiry", "Expiry"],
  ["roles", "Roles"],
  ["authorities", "Authorities"],
  ["activity", "Activity"],
  ["findings", "Findings"],
] as const satisfies readonly (readonly [Destination, string])[];

/** The pages of the keys from 1 on, in their order: that of the menu and of the palette. */
export const numberedPages = numbered.map(([page]) => page);

/** The shortcuts of the window, in both hosts: the page listens to them, and the desktop's menu shows them. */
export const shortcuts: readonly Shortcut[] = [
  command("k", "palette", "Switch to…"),
  ...numbered.map(([page, title], index) =>
    command(String(index + 1), page, title),
  ),
  command("o", "import", "Import a talosconfig…"),
  command(",", "settings", "Settings"),
  command("l", "lock", "Lock"),
  { key: "f1", isCommand: false, does: "help", text: "Help" },
  { key: "?", isCommand: false, does: "shortcuts", text: "Keyboard shortcuts" },
];

function command(key: string, does: ShortcutDeed, text: string): Shortcut {
  return { key, isCommand: true, does, text };
}

/** The shortcut for something: every deed has one. */
export function shortcutFor(deed: ShortcutDeed): Shortcut {
  const found = shortcuts.find(({ does }) => does === deed);
  if (!found) throw new Error(`no shortcut does ${deed}`);
  return found;
}

/** As it is written on the keys of this platform: `Ctrl+K`, `⌘K`. */
export function shortcutText(
  { key, isCommand }: Pick<Shortcut, "key" | "isCommand">,
  platform: string,
): string {
  const name = key.toUpperCase();
  if (!isCommand) return name;
  return platform === "darwin" ? `⌘${name}` : `Ctrl+${name}`;
}
