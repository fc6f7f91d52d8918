import { FusesPlugin } from "@electron-forge/plugin-fuses";
import type { ForgeConfig } from "@electron-forge/shared-types";
import { fuseConfig } from "./build/fuses.ts";

const {
  TALOS_VAULT_ELECTRON_ZIPS: electronZipDir,
  TALOS_VAULT_FORGE_OUT: outDir,
} = process.env;

/** The folders and files of the package; a folder's parents are walked through on the way to it. */
const content = [
  "/.vite/build",
  "/.vite/parser",
  "/.vite/renderer",
  "/package.json",
  "/node_modules/keytar",
];

/** True for what is shipped. Paths are Forge's: absolute within the project, empty for the project itself. */
function isPackaged(path: string): boolean {
  return content.some(
    (one) =>
      path === one || path.startsWith(`${one}/`) || one.startsWith(`${path}/`),
  );
}

/** Forge makes the application: content, asar, fuses. `npm run package` builds before it. */
const config: ForgeConfig = {
  // Its own folder for `npm run dist`.
  ...(outDir ? { outDir } : {}),
  packagerConfig: {
    name: "Talos Vault",
    executableName: "talos-vault-desktop",
    appBundleId: "dev.talosvault.desktop",
    icon: "build/icons/512x512",
    asar: true,
    // Everything but keytar is bundled; what is not named here is not shipped.
    ignore: (path) => !isPackaged(path),
    prune: false,
    derefSymlinks: true,
    // Electron's own archives, where they cannot be downloaded.
    ...(electronZipDir ? { electronZipDir } : {}),
  },
  // keytar ships what runs in every Electron (Node-API): nothing is compiled.
  rebuildConfig: { onlyModules: [] },
  plugins: [new FusesPlugin(fuseConfig)],
};

export default config;
