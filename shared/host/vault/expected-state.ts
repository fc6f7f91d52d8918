import type { FirstLook } from "../../contract/first-look.ts";
import type { FilesAtFirst } from "../../core/ports/files-at-first.ts";

/** What the desktop app will answer in the usual case: the keychain works, and has the key. Null where it opens the vault by itself. */
export function expectedState(
  { isThere, hasPassphrase, hasRecovery, settings }: FilesAtFirst,
  app: {
    readonly path: string;
    readonly platform: string;
    readonly version: string;
  },
): FirstLook | null {
  if (isThere && settings.unlockAtStart) return null;
  return {
    theme: settings.theme,
    state: {
      ...app,
      vault: isThere ? "locked" : "none",
      host: "electron",
      hasPassphrase,
      hasRecovery,
      whyClosed: null,
      backups: [],
      keychain: isThere ? "has-the-key" : "works",
      keychainProblem: null,
      can: { chooseFiles: true, readClipboard: true, showFolder: true },
      lockReason: null,
    },
  };
}
