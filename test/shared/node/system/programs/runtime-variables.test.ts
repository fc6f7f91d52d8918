import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  refusedVariable,
  withoutRuntimeVariables,
} from "../../../../../shared/node/system/programs/runtime-variables.ts";

const page = readFileSync(
  "docs/decisions/0043-what-a-process-inherits-and-leaves.md",
  "utf8",
);

/** Rows of the page's table: the variables of each, and what becomes of them by kind of process. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => {
    const [names = "", commandLine = "", , apart = ""] = line
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    const [before = ""] = names.split(" with ");
    return {
      names: [...before.matchAll(/`([A-Z][A-Z0-9_]+)…?`/g)].map(
        ([, name = ""]) => name,
      ),
      commandLine,
      apart,
    };
  });

test("every variable that Node names in its help has its row", () => {
  const help = execFileSync(process.execPath, ["--help"], { encoding: "utf8" });
  const [, part = ""] = help.split("Environment variables:\n");
  const named = [...part.matchAll(/^([A-Z][A-Z0-9_]+)(?:$| )/gm)].map(
    ([, name = ""]) => name,
  );
  expect(named.length).toBeGreaterThan(15);
  const known = rows.flatMap(({ names }) => names);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

test("what the page says is cleared for agent and holder is cleared, and what is passed on is passed on", () => {
  expect(rows.length).toBeGreaterThan(10);
  for (const { names, apart } of rows)
    for (const name of names) {
      const given = withoutRuntimeVariables({ [name]: "x" });
      // The name stays, so that Node puts none of its own there.
      expect(Object.keys(given)).toEqual([name]);
      if (apart === "cleared")
        expect(given, name).toEqual({ [name]: undefined });
      if (apart.startsWith("passed on"))
        expect(given, name).toEqual({ [name]: "x" });
    }
});

test.each([
  ["NODE_OPTIONS", "--inspect", true],
  ["NODE_OPTIONS", "--no-warnings --inspect-brk=0", true],
  ["NODE_OPTIONS", '"--heapsnapshot-signal=SIGUSR2"', true],
  ["NODE_OPTIONS", "--heapsnapshot_near_heap_limit=1", true],
  ["NODE_OPTIONS", "--tls-keylog=/tmp/keys", true],
  ["NODE_OPTIONS", "--trace-tls", true],
  ["BUN_OPTIONS", "--heap-prof", true],
  ["BUN_INSPECT", "ws://127.0.0.1:1/", true],
  ["BUN_INSPECT", "", false],
  ["BUN_ENABLE_CRASH_REPORTING", "1", true],
  ["BUN_ENABLE_CRASH_REPORTING", "0", false],
  ["BUN_CRASH_REPORT_URL", "http://127.0.0.1:1/", true],
  ["NODE_OPTIONS", "--require /home/me/code--inspect/boot.cjs", false],
  ["NODE_OPTIONS", "--max-old-space-size=4096", false],
  ["OTHER_OPTIONS", "--inspect", false],
])("%s=%s is refused: %s", (name, value, isRefused) => {
  expect(refusedVariable({ [name]: value }) !== null).toBe(isRefused);
});
