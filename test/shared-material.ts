import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe } from "vitest";

const root = resolve(import.meta.dirname, "../../shared");

/**
 * Real files, golden vectors and real programs lie in a folder beside the repository when the project is
 * worked on; a plain clone does not have them. Tests that need them go into `describeWithShared`, which
 * says loudly that it skipped, and fails instead of skipping with `CI=true`.
 */
export function sharedPath(path: string): string {
  return resolve(root, path);
}

export function describeWithShared(
  title: string,
  paths: readonly string[],
  body: () => void,
) {
  const missing = paths.filter((path) => !existsSync(sharedPath(path)));
  if (missing.length === 0) return describe(title, body);
  if (process.env["CI"] === "true")
    throw new Error(`CI has no shared material: ${missing.join(", ")}`);
  process.stderr.write(
    `SKIPPED ${title}: no ${missing.join(", ")} beside the repository\n`,
  );
  return describe.skip(title, body);
}
