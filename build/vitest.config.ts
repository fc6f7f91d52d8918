import { defineConfig } from "vitest/config";

const seconds = 1000;

/**
 * Projects by what they need: `core` is pure and quick, the whole app over ports in memory included; `node`
 * touches this machine's disk and processes; `cli` starts the built command with a real keyring; `e2e` clicks
 * through the window in a real Chromium and a real Electron.
 */
export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    projects: [
      {
        test: {
          name: "core",
          include: [
            "test/shared/core/**/*.test.ts",
            "test/{electron,renderer}/**/*.test.ts",
            "test/shared/host/**/*.test.ts",
            "test/*.test.ts",
          ],
          testTimeout: 30 * seconds,
        },
      },
      {
        test: {
          name: "node",
          include: [
            "test/shared/node/**/*.test.ts",
            "test/{build,fuzz}/**/*.test.ts",
          ],
          testTimeout: 60 * seconds,
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
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 120 * seconds,
          hookTimeout: 180 * seconds,
          fileParallelism: false,
        },
      },
    ],
  },
});
