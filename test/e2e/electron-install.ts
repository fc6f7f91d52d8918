import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { sharedPath } from "../shared-material.ts";

const root = resolve(import.meta.dirname, "../..");
const standIn = sharedPath("tools/electron-stand-in-25");

export interface ElectronInstall {
  /** The program. */
  readonly executable: string;
  /** It is the stand-in, and lacks what its shim supplies. */
  readonly isStandIn: boolean;
  /** The app as it is built, readable for everybody. */
  readonly appFolder: string;
}

/** True where an Electron can be had without a download: named, installed, or the stand-in of this workplace. */
export function hasElectron(): boolean {
  return namedElectron() !== null || existsSync(standIn);
}

/** An Electron where a user without rights can read it. */
export function installedElectron(): Omit<ElectronInstall, "appFolder"> {
  const named = namedElectron();
  const cache = join(tmpdir(), "talos-vault-electron");
  const folder =
    named ??
    execFileSync(standIn, {
      encoding: "utf8",
      env: { ...process.env, XDG_CACHE_HOME: cache },
    }).trim();
  if (named === null) execFileSync("chmod", ["-R", "a+rX", cache]);
  const executable = join(folder, "electron");
  const { stdout } = spawnSync("cat", [join(folder, "version")], {
    encoding: "utf8",
  });
  const isStandIn = /^v?25\./.test(stdout);
  return { executable, isStandIn };
}

/** The same with the built app. */
export function installElectron(): ElectronInstall {
  const installed = installedElectron();
  return { ...installed, appFolder: builtApp(installed.isStandIn) };
}

function namedElectron(): string | null {
  const places = [
    process.env["ELECTRON_OVERRIDE_DIST_PATH"] ?? "",
    join(root, "node_modules/electron/dist"),
  ];
  return (
    places.find((path) => path !== "" && existsSync(join(path, "electron"))) ??
    null
  );
}

/** Built for the Node inside, outside the work tree, so that it never is what `npm start` opens. */
function builtApp(isStandIn: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), "tv-app-"));
  const build = (config: string) =>
    execFileSync(
      process.execPath,
      [
        join(root, "node_modules/vite/bin/vite.js"),
        "build",
        "--config",
        join(root, "build", config),
        "--logLevel",
        "error",
        "--outDir",
        join(folder, ".vite/build"),
      ],
      {
        cwd: root,
        env: {
          ...process.env,
          ...(isStandIn ? { TALOS_VAULT_MAIN_TARGET: "node18" } : {}),
        },
      },
    );
  build("vite.main.ts");
  build("vite.preload.ts");
  const copy = (path: string) =>
    cpSync(join(root, path), join(folder, path), {
      recursive: true,
      dereference: true,
    });
  copy(".vite/parser");
  copy(".vite/renderer");
  copy("package.json");
  copy("node_modules/keytar");
  chmodSync(folder, 0o755);
  execFileSync("chmod", ["-R", "a+rX", folder]);
  return folder;
}
