import type { Settings } from "../../../shared/core/settings/settings.ts";
import { Section } from "../../ui/page.tsx";
import { SwitchField } from "../../ui/switch.tsx";

/** What the app does while its window is closed. */
export function BackgroundCard({
  settings,
  change,
}: {
  readonly settings: Settings;
  readonly change: (fields: Partial<Settings>) => void;
}) {
  return (
    <Section title="Tray">
      <SwitchField
        label="Stay in the tray when the window is closed"
        hint="Sessions go on. Where the desktop has no tray, closing quits."
        checked={settings.keepInTray}
        onChange={(keepInTray) => change({ keepInTray })}
      />
      <SwitchField
        label="Start at login"
        hint="Without a window, in the tray."
        checked={settings.startAtLogin}
        onChange={(startAtLogin) => change({ startAtLogin })}
      />
    </Section>
  );
}
