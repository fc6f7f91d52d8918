import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { inAscii } from "./in-ascii.ts";
import { recordsPackages } from "./record-packages.ts";
import { refuseWarnings } from "./refuse-warnings.ts";

/** Set for an Electron whose Node is older, as that of the tests: it has no global crypto and no URL.canParse, and `import()` finds nothing in an asar. */
const olderNode = process.env["TALOS_VAULT_MAIN_TARGET"];
const missingGlobals =
  'globalThis.crypto ??= require("node:crypto").webcrypto; URL.canParse ??= (text) => { try { return Boolean(new URL(text)); } catch { return false; } };';
const requireNative: Plugin = {
  name: "require-native",
  renderChunk: (code) =>
    code.replaceAll(
      'import("keytar")',
      'Promise.resolve({ default: require("keytar") })',
    ),
};
/** Parts of an earlier build have other names and would be shipped too. The preload script in the same folder may be built before. */
function removeOldParts(): Plugin {
  let folder = "";
  return {
    name: "remove-old-parts",
    configResolved: ({ root, build }) => {
      folder = resolve(root, build.outDir);
    },
    buildStart: () => {
      const parts = existsSync(folder)
        ? readdirSync(folder).filter((name) => name.startsWith("main-"))
        : [];
      for (const name of parts) rmSync(join(folder, name));
    },
  };
}
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Electron's main process, in CommonJS; keytar is native, electron is Electron's own. What is imported when it is asked for
 * has files of its own: two fifths of the code are not read before there is a window.
 */
export default defineConfig({
  root: here(".."),
  plugins: [
    recordsPackages("main"),
    removeOldParts(),
    inAscii(),
    refuseWarnings(),
    ...(olderNode === undefined ? [] : [requireNative]),
  ],
  build: {
    ssr: here("../electron/main.ts"),
    target: olderNode ?? "node24",
    outDir: here("../.vite/build"),
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      external: ["electron", "keytar"],
      // What the command line loads late a window may need early: the same code is imported in both ways.
      checks: { ineffectiveDynamicImport: false },
      output: {
        format: "cjs",
        banner: olderNode === undefined ? "" : missingGlobals,
        entryFileNames: "main.cjs",
        chunkFileNames: "main-[name]-[hash].cjs",
      },
    },
  },
  ssr: { noExternal: true, external: ["electron", "keytar"] },
});
