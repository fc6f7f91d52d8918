import * as v from "valibot";
import { settingsSchema, type Settings } from "../core/settings/settings.ts";
import { channel } from "./channel.ts";
import { nothing } from "./fields.ts";
import type { WireError } from "./wire.ts";

export interface SettingsPage {
  readonly settings: Settings;
  /** Why those of the file do not count, and the defaults do; null: they count. */
  readonly settingsProblem: WireError | null;
  /** Terminals that are installed here. */
  readonly terminals: readonly string[];
}

/** The command of a terminal names a program that is run: the person writes it into the settings' file, and no page says it. */
const { terminalCommand: _, ...changeable } = settingsSchema.entries;

export const settingsChannels = {
  "settings.read": channel<SettingsPage>()(nothing, "always"),
  /** Changes the fields that are given; takes effect at once. The command of a terminal is none of them. */
  "settings.change": channel<Settings>()(
    v.strictObject({
      change: v.partial(v.strictObject(changeable)),
    }),
    "always",
  ),
};
