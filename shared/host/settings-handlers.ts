import { success } from "../core/result.ts";
import { readSettings } from "../core/settings/settings.ts";
import type { Handlers, HostContext } from "./host-context.ts";

export type SettingsChannel = "settings.read" | "settings.change";

export function settingsHandlers({
  ports,
  events,
}: HostContext): Handlers<SettingsChannel> {
  return {
    "settings.read": async () =>
      success({
        settings: await ports.settings.read(),
        terminals: await ports.sessions.terminals(),
      }),
    "settings.change": async ({ change }) => {
      const present = await ports.settings.read();
      const next = readSettings(JSON.stringify({ ...present, ...change }));
      const written = await ports.settings.write(next);
      if (!written.ok) return written;
      events.tell({ kind: "settings" });
      return success(next);
    },
  };
}
