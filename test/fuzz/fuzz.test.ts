import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Judge } from "./run-slice.ts";
import { targets } from "./targets.ts";
import { readVector } from "./vector.ts";

const judge = new Judge();
afterAll(() => judge.close());

const vectors = join(import.meta.dirname, "vectors");

describe("inputs that were a finding once are so no more", () => {
  test.each(readdirSync(vectors))("%s", async (name) => {
    const { target, input } = readVector(join(vectors, name));
    const slice = { target, seed: 0, path: "", runs: 1, seconds: 60, input };
    const { finding } = await judge.run(slice);
    expect(finding?.what ?? "").toBe("");
  });
});

// A short look with a fixed seed, so that the suite itself cannot rot; `npm run fuzz` looks for as long as it is told.
describe("what is promised of inputs holds for some of them", () => {
  test.each(Object.keys(targets))("%s", async (target) => {
    const slice = { target, seed: 1, path: "", runs: 150, seconds: 0.5 };
    const { runs, finding } = await judge.run(slice);
    if (runs === null)
      process.stderr.write(`SKIPPED fuzz target ${target}: not here\n`);
    expect(finding?.what ?? "").toBe("");
  });
});
