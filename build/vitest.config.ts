import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { guideAsTokens } from "./guide.ts";

const root = new URL("..", import.meta.url).pathname;
const seconds = 1000;

/**
 * What the command line says and refuses, which is decided before anything that Node and Bun do differently: the one
 * executable needs it no second time. Its processes, terminals, sockets, files, threads and certificates it does.
 */
const sameOnEveryRuntime = [
  "consent/every-option",
  "imports/{bad-files,import-report,inspect}",
  "issuing/{issue-structure,policy-verbs}",
  "roles/roles",
  "runtimes/kill",
  "sessions/{exec-fast-path,in-container,needed-role}",
  "stores/own-sops",
  "vault/settings",
  "{advice,bad-input,each-output,guide,json,picture,tables,usage,wrapped}",
].map((name) => `test/cli/${name}.test.ts`);

const buildsPackages = ["test/build/{installed,package}.test.ts"];

/**
 * Projects by what they need: `core` is pure and quick, the whole app over ports in memory included; `node`
 * touches this machine's disk and processes; `cli` starts the built command with a real keyring, on Node, and `standalone`
 * does the same with the one executable; `e2e` clicks through the window in a real Chromium and a real Electron;
 * `packages` builds what is installed, from the same build that the others run. The last two come after the others and
 * one after the other, so that no file that takes minutes is left over for the end of all.
 */
export default defineConfig({
  test: {
    root,
    // Without it, one of two processors does nothing.
    maxWorkers: "100%",
    projects: [
      {
        // As renderer/tsconfig.json says, and without React's development runtime, which the page does not have either.
        oxc: { jsx: { importSource: "#jsx", development: false } },
        plugins: [guideAsTokens()],
        test: {
          name: "core",
          include: [
            "test/shared/core/**/*.test.ts",
            "test/{electron,renderer}/**/*.test.ts",
            "test/shared/host/**/*.test.ts",
            "test/*.test.ts",
          ],
          testTimeout: 60 * seconds,
          hookTimeout: 60 * seconds,
        },
      },
      {
        test: {
          name: "node",
          include: [
            "test/shared/node/**/*.test.ts",
            "test/{build,fuzz}/**/*.test.ts",
          ],
          exclude: buildsPackages,
          testTimeout: 60 * seconds,
          hookTimeout: 60 * seconds,
        },
      },
      {
        test: {
          name: "cli",
          include: ["test/cli/**/*.test.ts"],
          testTimeout: 120 * seconds,
          hookTimeout: 60 * seconds,
        },
      },
      ...(hasExecutable()
        ? [
            {
              test: {
                name: "standalone",
                include: [
                  "test/cli/**/*.test.ts",
                  "test/e2e/ui-command.test.ts",
                ],
                exclude: sameOnEveryRuntime,
                env: { TALOS_VAULT_TEST_STANDALONE: "1" },
                testTimeout: 120 * seconds,
                hookTimeout: 60 * seconds,
              },
            },
          ]
        : []),
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 120 * seconds,
          hookTimeout: 180 * seconds,
          // What is looked for again and again waits as long as what Playwright looks for: a page under load is late.
          expect: { poll: { timeout: 10 * seconds } },
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "packages",
          include: buildsPackages,
          testTimeout: 60 * seconds,
          // One after the other: both package `.vite/build`, which one of them builds anew for another Electron.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

/** There is one where npm has a Bun for the machine (build/standalone.ts). With CI=true its suites run, and fail without it. */
function hasExecutable(): boolean {
  if (process.env["CI"] === "true" || existsSync(`${root}out/bin/talos-vault`))
    return true;
  process.stderr.write("SKIPPED the one executable: there is none\n");
  return false;
}
