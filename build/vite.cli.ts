import { chmodSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { inAscii } from "./in-ascii.ts";
import { refuseWarnings } from "./refuse-warnings.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The command line as one small file per verb, so that `exec` loads only what it needs. Everything is
 * bundled but keytar, which is native. Target Node 20: an operator's own Node may start it. CommonJS,
 * because Node starts it twice as fast: an ES module that imports a module of Node's own makes Node load
 * all that the module could ever need (docs/decisions/0009).
 */
export default defineConfig({
  root: here(".."),
  plugins: [
    {
      name: "executable",
      // npm sets the bit when it links the program, and every build writes another file.
      writeBundle: () => chmodSync(here("../.vite/cli/talos-vault.cjs"), 0o755),
    },
    inAscii(),
    refuseWarnings(),
  ],
  build: {
    ssr: true,
    target: "node20",
    outDir: here("../.vite/cli"),
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: {
        "talos-vault": here("../cli/main.ts"),
        holder: here("../cli/commands/sessions/holder-process.ts"),
        agent: here("../cli/agent/agent.ts"),
      },
      external: ["keytar"],
      // gRPC needs Headers, and asking Node for its own loads all of Node's fetch: 20 ms for nothing.
      transform: {
        inject: { Headers: ["headers-polyfill", "Headers"] },
        define: { "globalThis.Headers": "undefined" },
      },
      output: {
        format: "cjs",
        entryFileNames: "[name].cjs",
        chunkFileNames: "[name]-[hash].cjs",
        // `exec` does without these, so they must not come to lie in a file that exec loads.
        codeSplitting: {
          groups: [
            {
              name: "arguments",
              test: /node_modules\/commander|cli\/ports\/files\/file-descriptor/,
            },
          ],
        },
      },
    },
  },
  ssr: { noExternal: true, external: ["keytar"] },
});
