import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { recordsPackages } from "./record-packages.ts";
import { refuseWarnings } from "./refuse-warnings.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The preload: one file, because a sandboxed one can require nothing but electron. */
export default defineConfig({
  root: here(".."),
  plugins: [recordsPackages("preload"), refuseWarnings()],
  build: {
    ssr: here("../electron/preload.ts"),
    target: "chrome114",
    outDir: here("../.vite/build"),
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      external: ["electron"],
      output: {
        format: "cjs",
        entryFileNames: "preload.cjs",
        codeSplitting: false,
      },
    },
  },
  ssr: { noExternal: true, external: ["electron"] },
});
