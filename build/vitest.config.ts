import { defineConfig } from "vitest/config";

const seconds = 1000;

/**
 * Three projects by what they need: `core` is pure and quick, `node` touches this machine's disk and
 * processes, `cli` starts the built command with a real keyring.
 */
export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    projects: [
      {
        test: {
          name: "core",
          include: ["test/shared/core/**/*.test.ts", "test/*.test.ts"],
          testTimeout: 30 * seconds,
        },
      },
      {
        test: {
          name: "node",
          include: ["test/shared/node/**/*.test.ts", "test/build/**/*.test.ts"],
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
    ],
  },
});
