import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { refuseWarnings } from "./refuse-warnings.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What programs import from this package: everything bundled but keytar, as for the command line. build/library-types.ts adds the types. */
export default defineConfig({
  root: here(".."),
  plugins: [refuseWarnings()],
  build: {
    ssr: true,
    target: "node20",
    outDir: here("../.vite/library"),
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: { "talos-vault": here("../library/talos-vault.ts") },
      external: ["keytar"],
      // Chunks that are loaded later would else take what they share from the entry, which then exports it.
      preserveEntrySignatures: "strict",
      output: {
        format: "es",
        entryFileNames: "[name].js",
        chunkFileNames: "[name]-[hash].js",
      },
    },
  },
  ssr: { noExternal: true, external: ["keytar"] },
});
