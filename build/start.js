// Opens the app: in Electron where one can be had, else in the browser, so that it always opens.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(import.meta.url);

/** Path of an Electron that is here or can be downloaded; null, with the reason in a line, when neither is so. */
function findElectron() {
  const named = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  if (named)
    return existsSync(join(named, "electron"))
      ? named
      : tell(
          `ELECTRON_OVERRIDE_DIST_PATH names ${named}, and there is no Electron in it.`,
        );
  if (
    process.platform === "linux" &&
    !process.env["DISPLAY"] &&
    !process.env["WAYLAND_DISPLAY"]
  )
    return tell("There is no display here.");
  if (process.getuid?.() === 0)
    return tell("Electron has no sandbox for root.");
  try {
    // Downloads it on first use.
    return String(require("electron"));
  } catch {
    return tell("Electron's program cannot be downloaded here.");
  }
}

/** @param {string} reason */
function tell(reason) {
  console.error(`${reason} Talos Vault opens in your browser instead.`);
  return null;
}

const rest = process.argv.slice(2);
const command =
  findElectron() === null
    ? ["node", ".vite/cli/talos-vault.cjs", "ui", ...rest]
    : ["electron", ".", ...rest];
const [program = "", ...args] = command;
const { status } = spawnSync(program, args, {
  stdio: "inherit",
  shell: process.platform === "win32",
});
process.exit(status ?? 1);
