// What a person chooses once, with the default of each.
// Keep: Settings weaken no guard: what asks for a reason or a name is policy.
import * as v from "valibot";
import {
  commandPlace,
  longestCommand,
  readTerminalCommand,
} from "./terminal-command.ts";
import { vaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";
import { maxSessionSeconds } from "../sessions/duration.ts";

/** Terminals that a session can be opened in; `auto` takes the first that is there. */
const terminalNames = [
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
const days = (least: number, most: number) =>
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(least),
    v.maxValue(most),
    v.description(`days, ${String(least)} to ${String(most)}`),
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
      v.description(`a command with ${commandPlace} in it, or nothing`),
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
  /** Once the audit log goes back further, `doctor` says that it is to be archived; 0: never. By itself no line goes. */
  archiveLogAfterDays: v.optional(days(0, 3650), 0),
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

/** Those of them that are words; none where a number or any text may be written. */
export function wordsOfSetting(name: SettingName): readonly string[] {
  const { wrapped } = settingsSchema.entries[name];
  if (wrapped.type === "picklist") return wrapped.options;
  return wrapped === choice ? ["on", "off"] : [];
}

/** How a person writes an empty text, which nobody sees. */
const nothing = "nothing";

/** A value as a person writes it. */
export function settingText(value: Settings[SettingName]): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return value === "" ? nothing : String(value);
}

/** The change that a person means by this text; null where the setting has no such value. */
export function readSetting(
  name: SettingName,
  text: string,
): Partial<Settings> | null {
  const meant = [
    ...(text === "on" || text === "off" ? [text === "on"] : []),
    ...(/^\d+$/.test(text) ? [Number(text)] : []),
    ...(text === nothing ? [""] : []),
    text,
  ];
  const value = meant.find((one) => isValueOf(name, one));
  return value === undefined ? null : { [name]: value };
}

function isValueOf(name: string, value: unknown): boolean {
  return v.safeParse(settingsSchema, { [name]: value }).success;
}

/** Those that are chosen now; undefined: as it was. */
export type SettingChanges = {
  readonly [Name in SettingName]?: Settings[Name] | undefined;
};

/** A file's text with some settings changed, and what is set then. */
export interface ChangedSettings {
  readonly text: string;
  readonly settings: Settings;
}

/**
 * What else the text says stays, also what this release does not understand: another one wrote it. Errors: `file-failed` for a
 * text that holds no settings, which is not written over; `usage` for a choice that needs another one first.
 */
export function changeSettings(
  text: string,
  changes: SettingChanges,
): Result<ChangedSettings> {
  const present = text.trim() === "" ? {} : parseObject(text);
  if (present === null) return failure(noSettings());
  const chosen = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  );
  const changed = `${JSON.stringify({ ...present, ...chosen }, null, 2)}\n`;
  const settings = readSettings(changed);
  const isAboutTerminal = "terminal" in chosen || "terminalCommand" in chosen;
  return isAboutTerminal && lacksCommand(settings)
    ? failure(commandMissing())
    : success({ text: changed, settings });
}

function lacksCommand({ terminal, terminalCommand }: Settings): boolean {
  return terminal === "custom" && terminalCommand === "";
}

function commandMissing() {
  return vaultError(
    "usage",
    "The terminal custom needs a command, and there is none.",
    `Set terminalCommand first, to "PROGRAM ${commandPlace}"; or choose another terminal.`,
  );
}

function noSettings() {
  return vaultError(
    "file-failed",
    "settings.json in the vault's folder cannot be read as settings, and was left as it is.",
    "Mend it, or move it away: without it every setting is as at first.",
  );
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

/** Null for anything else. */
function parseObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && !Array.isArray(value);
    return isObject ? value : null;
  } catch {
    return null;
  }
}
