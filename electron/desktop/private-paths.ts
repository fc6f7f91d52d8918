import { app } from "electron";
import { join } from "node:path";
import { ensurePrivateFolder } from "../../shared/node/files/private-folder.ts";
import { runFolder } from "../../shared/node/sessions/run-folder.ts";
import { vaultLocation } from "../../shared/node/vault/vault-location.ts";

/** What Chromium writes goes into a private folder in memory where there is one, not beside the vault's years. */
export function usePrivatePaths(): void {
  const home = vaultLocation(process.env, process.platform);
  const root = runFolder(process.env, home);
  const folder = join(root.ok ? root.value : home, "window");
  if (ensurePrivateFolder(folder).ok) {
    app.setPath("userData", folder);
    app.setPath("sessionData", folder);
  }
}
