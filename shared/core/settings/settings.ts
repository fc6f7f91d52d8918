// What a person chooses once, with the default of each.
// Keep: Settings weaken no guard: what asks for a reason or a name is policy.
import * as v from "valibot";
import { longestCommand, readTerminalCommand } from "./terminal-command.ts";
import { maxSessionSeconds } from "../sessions/duration.ts";

/** Terminals that a session can be opened in; `auto` takes the first that is there. */
export const terminalNames = [
  "auto",
  "x-terminal-emulator",
  "ptyxis",
  "gnome-terminal",
  "kgx",
  "konsole",
  "xfce4-terminal",
  "ghostty",
  "kitty",
  "alacritty",
  "wezterm",
  "foot",
  "tilix",
  "terminator",
  "xterm",
  "terminal-app",
  "iterm2",
  "windows-terminal",
  "powershell",
  "custom",
] as const;
export type TerminalName = (typeof terminalNames)[number];

const minutes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(720));

/** What a person chooses once; nothing secret. Every field has a safe default, so that an old file stays readable. */
export const settingsSchema = v.object({
  theme: v.optional(v.picklist(["system", "light", "dark"]), "system"),
  /** Lock after so many minutes without input; 0: never. */
  lockAfterMinutes: v.optional(minutes, 10),
  lockOnSuspend: v.optional(v.boolean(), true),
  lockOnScreenLock: v.optional(v.boolean(), true),
  /** What becomes of running sessions when the vault locks. */
  sessionsAtLock: v.optional(
    v.picklist(["end-all", "end-own", "keep"]),
    "end-own",
  ),
  /**
   * The same when it locks because nobody was there: whoever watches an upgrade is. A session ends with its time.
   */
  sessionsAtIdleLock: v.optional(
    v.picklist(["end-all", "end-own", "keep"]),
    "keep",
  ),
  /** Open the vault with the keychain when the app starts, without a click. */
  unlockAtStart: v.optional(v.boolean(), false),
  sessionMinutes: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(maxSessionSeconds / 60),
    ),
    60,
  ),
  terminal: v.optional(v.picklist(terminalNames), "auto"),
  /** The command of `custom` as a person writes it; empty: there is none. No page changes it: it names a program that is run. */
  terminalCommand: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(longestCommand),
      v.check((line) => line === "" || readTerminalCommand(line).ok),
    ),
    "",
  ),
  expiryNotices: v.optional(v.boolean(), true),
  sessionNotices: v.optional(v.boolean(), true),
  /** Ask the endpoints now and then while the app runs. Without it nothing is contacted that was not asked for. */
  backgroundChecks: v.optional(v.boolean(), false),
  /** Closing the window leaves the app in the tray, where there is one. */
  keepInTray: v.optional(v.boolean(), true),
  /** Start with the person's login, without a window. */
  startAtLogin: v.optional(v.boolean(), false),
  /** Renew certificates at two thirds of their life while the app runs. */
  automaticRenewal: v.optional(v.boolean(), false),
});

export type Settings = Readonly<v.InferOutput<typeof settingsSchema>>;

export const defaultSettings: Settings = v.parse(settingsSchema, {});

/** The settings in a file's text; the defaults for what is missing or not understood, field by field. */
export function readSettings(text: string): Settings {
  const json = parseObject(text);
  const kept = Object.entries<unknown>({ ...json }).filter(
    ([key, value]) =>
      key in settingsSchema.entries &&
      v.safeParse(settingsSchema, { [key]: value }).success,
  );
  return v.parse(settingsSchema, Object.fromEntries(kept));
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
