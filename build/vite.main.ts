import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { recordsPackages } from "./record-packages.ts";

/** Set for an Electron whose Node is older, as that of the tests: it has no global crypto, and `import()` finds nothing in an asar. */
const olderNode = process.env["TALOS_VAULT_MAIN_TARGET"];
const globalCrypto = 'globalThis.crypto ??= require("node:crypto").webcrypto;';
const requireNative: Plugin = {
  name: "require-native",
  renderChunk: (code) =>
    code.replaceAll(
      'import("keytar")',
      'Promise.resolve({ default: require("keytar") })',
    ),
};
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Electron's main process, in CommonJS; keytar is native, electron is Electron's own. What is imported when it is asked for
 * has files of its own: two fifths of the code are not read before there is a window.
 */
export default defineConfig({
  root: here(".."),
  plugins: [
    recordsPackages("main"),
    ...(olderNode === undefined ? [] : [requireNative]),
  ],
  build: {
    ssr: here("../electron/main.ts"),
    target: olderNode ?? "node24",
    outDir: here("../.vite/build"),
    // Names of other builds would be shipped too. The preload script is built after it.
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      external: ["electron", "keytar"],
      output: {
        format: "cjs",
        banner: olderNode === undefined ? "" : globalCrypto,
        entryFileNames: "main.cjs",
        chunkFileNames: "[name]-[hash].cjs",
      },
    },
  },
  ssr: { noExternal: true, external: ["electron", "keytar"] },
});
