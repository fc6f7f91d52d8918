import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { recordsPackages } from "./record-packages.ts";
import { refuseWarnings } from "./refuse-warnings.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The thread that reads files, for the desktop app and the command line alike: one file, because it is started from its text. */
export default defineConfig({
  root: here(".."),
  plugins: [recordsPackages("parser"), refuseWarnings()],
  build: {
    ssr: here("../shared/node/parsing/parser-program.ts"),
    target: "node20",
    outDir: here("../.vite/parser"),
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      output: {
        format: "cjs",
        entryFileNames: "parser.cjs",
        codeSplitting: false,
      },
    },
  },
  ssr: { noExternal: true },
});
