import * as v from "valibot";
import { settingsSchema, type Settings } from "../core/settings/settings.ts";
import { channel } from "./channel.ts";
import { nothing } from "./fields.ts";

export interface SettingsPage {
  readonly settings: Settings;
  /** Terminals that are installed here. */
  readonly terminals: readonly string[];
}

export const settingsChannels = {
  "settings.read": channel<SettingsPage>()(nothing, "always"),
  /** Changes the fields that are given; takes effect at once. */
  "settings.change": channel<Settings>()(
    v.strictObject({
      change: v.partial(v.strictObject(settingsSchema.entries)),
    }),
    "always",
  ),
};
