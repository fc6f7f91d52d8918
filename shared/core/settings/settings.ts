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

/** Its description is what a person may write for it. */
const minutes = (least: number, most: number) =>
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(least),
    v.maxValue(most),
    v.description(`minutes, ${String(least)} to ${String(most)}`),
  );
const choice = v.pipe(v.boolean(), v.description("on or off"));

/** What a person chooses once; nothing secret. Every field has a safe default, so that an old file stays readable. */
export const settingsSchema = v.object({
  theme: v.optional(v.picklist(["system", "light", "dark"]), "system"),
  /** Lock after so many minutes without input; 0: never. */
  lockAfterMinutes: v.optional(minutes(0, 720), 10),
  lockOnSuspend: v.optional(choice, true),
  lockOnScreenLock: v.optional(choice, true),
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
  unlockAtStart: v.optional(choice, false),
  /**
   * After a session of the command line for which the keychain opened the vault, the agent of `unlock` stays, for as long
   * as `unlock` lets it.
   */
  unlockAtExec: v.optional(choice, false),
  sessionMinutes: v.optional(minutes(1, maxSessionSeconds / 60), 60),
  terminal: v.optional(v.picklist(terminalNames), "auto"),
  /** The command of `custom` as a person writes it; empty: there is none. No page changes it: it names a program that is run. */
  terminalCommand: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(longestCommand),
      v.check((line) => line === "" || readTerminalCommand(line).ok),
      v.description("a command with {command} in it, or nothing"),
    ),
    "",
  ),
  expiryNotices: v.optional(choice, true),
  sessionNotices: v.optional(choice, true),
  /** Ask the endpoints now and then while the app runs. Without it nothing is contacted that was not asked for. */
  backgroundChecks: v.optional(choice, false),
  /** Closing the window leaves the app in the tray, where there is one. */
  keepInTray: v.optional(choice, true),
  /** Start with the person's login, without a window. */
  startAtLogin: v.optional(choice, false),
  /** Renew certificates at two thirds of their life while the app runs. */
  automaticRenewal: v.optional(choice, false),
});

export type Settings = Readonly<v.InferOutput<typeof settingsSchema>>;

export const defaultSettings: Settings = v.parse(settingsSchema, {});

export type SettingName = keyof Settings;

/** In the order in which they are listed. */
export const settingNames = Object.keys(
  settingsSchema.entries,
) as readonly SettingName[];

/** What may be written for a setting, in words. */
export function valuesOfSetting(name: SettingName): string {
  const { wrapped } = settingsSchema.entries[name];
  return wrapped.type === "picklist"
    ? wrapped.options.join(", ")
    : (v.getDescription(wrapped) ?? wrapped.type);
}

/** A value as a person writes it. */
export function settingText(value: Settings[SettingName]): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return String(value);
}

/** The change that a person means by this text; null where the setting has no such value. */
export function readSetting(
  name: SettingName,
  text: string,
): Partial<Settings> | null {
  const meant = [
    ...(text === "on" || text === "off" ? [text === "on"] : []),
    ...(/^\d+$/.test(text) ? [Number(text)] : []),
    text,
  ];
  const value = meant.find((one) => isValueOf(name, one));
  return value === undefined ? null : { [name]: value };
}

function isValueOf(name: string, value: unknown): boolean {
  return v.safeParse(settingsSchema, { [name]: value }).success;
}

/** The settings in a file's text; the defaults for what is missing or not understood, field by field. */
export function readSettings(text: string): Settings {
  const json = parseObject(text);
  const kept = Object.entries<unknown>({ ...json }).filter(
    ([key, value]) =>
      Object.hasOwn(settingsSchema.entries, key) && isValueOf(key, value),
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
