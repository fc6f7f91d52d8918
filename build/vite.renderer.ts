import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { guideAsTokens } from "./guide.ts";
import { inAscii } from "./in-ascii.ts";
import { recordsPackages } from "./record-packages.ts";
import { refuseWarnings } from "./refuse-warnings.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The page: static files with relative addresses, for `app://` and for the browser host alike. */
export default defineConfig({
  root: here("../renderer"),
  plugins: [
    guideAsTokens(),
    recordsPackages("renderer"),
    inAscii(),
    refuseWarnings(),
  ],
  base: "./",
  build: {
    target: "chrome114",
    outDir: here("../.vite/renderer"),
    emptyOutDir: true,
    // A preload script in the page would need an inline script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // What an open vault shows comes after the first paint, in one file: more would only add round trips.
    chunkSizeWarningLimit: 1024,
    // In the order in which it is imported, whichever part of the page comes first.
    cssCodeSplit: false,
    rolldownOptions: {
      treeshake: {
        // A folder's index names what it has; who imports one of it is not given the rest.
        moduleSideEffects: (id) =>
          !/\/(renderer|shared)\//.test(id) || /\.css$|\/main\.tsx$/.test(id),
      },
    },
  },
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
});
