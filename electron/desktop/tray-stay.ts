import type { SettingsStore } from "../../shared/core/ports/settings-store.ts";
import { printable } from "../../shared/core/text/printable.ts";
import { hasTrayHost } from "../../shared/node/system/tray-host.ts";
import { notify } from "./native-text.ts";

/** Whether the app goes on in the tray when its window is closed. */
export interface TrayStay {
  /** The settings want it, and there is a tray to come back from. */
  mayStay(): Promise<boolean>;
  /** The first time it is said where the window went. */
  sayOnce(): Promise<void>;
}

const said = "app:tray";

export function trayStay(
  settings: SettingsStore,
  onClick: () => void,
): TrayStay {
  return {
    mayStay: async () =>
      (await settings.read()).keepInTray && (await hasTrayHost()),
    sayOnce: async () => {
      const shown = await settings.readShownNotices();
      if (shown.has(said)) return;
      await settings.writeShownNotices(new Set([...shown, said]));
      notify(
        printable("Talos Vault goes on in the tray"),
        printable("Quit it there. The settings say whether it stays."),
        onClick,
      );
    },
  };
}
