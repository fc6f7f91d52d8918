import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { OpenApp } from "./in-both-hosts.ts";

let started = 0;

/** What a program said, and its exit code in the last line: of one that nobody sits at, and that nothing of the test is a parent of. */
export async function orphan(
  { machine }: OpenApp,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  started += 1;
  const out = join(machine.folder, `said-${String(started)}`);
  const command = words.map((word) => `'${word}'`).join(" ");
  await machine.command(
    [
      "sh",
      "-c",
      `(setsid sh -c "${command} >'${out}' 2>&1; echo over \\$? >>'${out}'" </dev/null >/dev/null 2>&1 &)`,
    ],
    { env },
  );
  const said = () => (existsSync(out) ? readFileSync(out, "utf8") : "");
  await expect.poll(said, { timeout: 30_000 }).toMatch(/^over \d+$/m);
  return said();
}
