import { withoutCause } from "../core/errors.ts";
import { success } from "../core/result.ts";
import type { Handlers, HostContext } from "./host-context.ts";

export type SettingsChannel = "settings.read" | "settings.change";

export function settingsHandlers({
  ports,
  events,
}: HostContext): Handlers<SettingsChannel> {
  return {
    "settings.read": async () => {
      const problem = await ports.settings.problem();
      return success({
        settings: await ports.settings.read(),
        settingsProblem: problem && withoutCause(problem),
        terminals: await ports.sessions.terminals(),
      });
    },
    "settings.change": async ({ change }) => {
      const changed = await ports.settings.change(change);
      if (changed.ok) events.tell({ kind: "settings" });
      return changed;
    },
  };
}
