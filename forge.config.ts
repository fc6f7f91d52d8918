import { MakerDeb } from "@electron-forge/maker-deb";
import { MakerZIP } from "@electron-forge/maker-zip";
import { FusesPlugin } from "@electron-forge/plugin-fuses";
import type { ForgeConfig } from "@electron-forge/shared-types";
import { fuseConfig } from "./build/fuses.ts";

const { TALOS_VAULT_ELECTRON_ZIPS: electronZipDir } = process.env;

/** The folders and files of the package; a folder's parents are walked through on the way to it. */
const content = ["/.vite", "/package.json", "/node_modules/keytar"];

/** True for what is shipped. Paths are Forge's: absolute within the project, empty for the project itself. */
function isPackaged(path: string): boolean {
  return content.some(
    (one) =>
      path === one || path.startsWith(`${one}/`) || one.startsWith(`${path}/`),
  );
}

/** Forge makes the application: content, asar, fuses. `npm run package` builds before it. */
const config: ForgeConfig = {
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
  makers: [
    new MakerZIP({}),
    new MakerDeb({
      options: {
        name: "talos-vault",
        productName: "Talos Vault",
        genericName: "Credential vault",
        description: "A vault for Talos Linux credentials",
        bin: "talos-vault-desktop",
        icon: "build/icons/512x512.png",
        section: "admin",
        categories: ["Utility"],
        depends: ["libsecret-1-0"],
        recommends: ["pinentry-gnome3"],
      },
    }),
  ],
};

export default config;
