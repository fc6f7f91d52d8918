import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Electron's main process, in one CommonJS file; keytar is native, electron is Electron's own. */
export default defineConfig({
  root: here(".."),
  build: {
    ssr: here("../electron/main.ts"),
    target: process.env["TALOS_VAULT_MAIN_TARGET"] ?? "node24",
    outDir: here("../.vite/build"),
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      external: ["electron", "keytar"],
      output: {
        format: "cjs",
        entryFileNames: "main.cjs",
        chunkFileNames: "[name]-[hash].cjs",
        codeSplitting: false,
      },
    },
  },
  ssr: { noExternal: true, external: ["electron", "keytar"] },
});
