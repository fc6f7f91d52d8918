import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, test } from "vitest";

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
  return skipSuite(title);
}

/** A suite that cannot run here. Its body is not run either: it may read what is missing while it is collected. */
export function skipSuite(title: string) {
  return describe.skip(title, () => {
    test("needs what this machine does not have", () => undefined);
  });
}
