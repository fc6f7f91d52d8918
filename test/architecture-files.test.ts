import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const sources = globSync(
  "{build,cli,electron,renderer,shared,test}/**/*.{ts,tsx}",
  {
    cwd: root,
    exclude: (path) => /(?:^|\/)(?:generated|node_modules)$/.test(path),
  },
)
  .map((file) => file.replaceAll("\\", "/"))
  .toSorted();
const textOf = new Map(
  sources.map((file) => [file, readFileSync(join(root, file), "utf8")]),
);

/** A file below it is half of another one, unless something says why it stands alone. */
const fewestLines = 15;
/** As many that import it: what they share lies where none of them has to be loaded for it. */
const enoughImporters = 3;

/** What is small by its nature. */
const small: readonly RegExp[] = [
  // The face of a feature: what others may import of it.
  /^renderer\/features\/.*\/index\.ts$/,
  // A port is as large as what we need of the outside.
  /^shared\/core\/ports\//,
  /\.d\.ts$/,
  // A test is as large as what it tests.
  /\.test\.tsx?$/,
];

/** The others, each with its reason. */
const reasons: Readonly<Record<string, string>> = {
  "cli/run-verb.ts":
    "two verbs lead through others; nobody else may load child_process for it",
  "cli/standalone.ts":
    "the door of the one executable: what it starts is loaded by it alone",
  "electron/desktop/stderr.ts": "the one door to stderr (decision 37)",
  "renderer/features/palette/rank.ts":
    "the palette and the list's filter rank alike, and neither imports the other",
  "shared/contract/attempts.ts": "each area of the contract is a file",
  "test/doubles/examiner-here.ts":
    "fuzzing takes it without the host's doubles",
};

function importersOf(file: string): number {
  const name = file.split("/").at(-1) ?? "";
  const importing = new RegExp(`(?:from|import\\()\\s*"[^"]*/${name}"`);
  return sources.filter((one) => importing.test(textOf.get(one) ?? "")).length;
}

describe("files", () => {
  test(`none has less than ${String(fewestLines)} lines without a reason`, () => {
    const found = sources.filter(
      (file) =>
        (textOf.get(file) ?? "").split("\n").length - 1 < fewestLines &&
        !small.some((pattern) => pattern.test(file)) &&
        importersOf(file) < enoughImporters,
    );
    expect(found).toEqual(Object.keys(reasons).toSorted());
  });
});
