import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { limits, type Limit } from "../../../shared/core/limits.ts";

const page = join(import.meta.dirname, "../../../docs/limits.md");

test("docs/limits.md says what the code holds", async () => {
  const all = Object.values<Limit>(limits);
  const parts = [...new Set(all.map(({ from }) => from))].map((from) => {
    const rows = all.filter((one) => one.from === from);
    const lines = rows.map(
      ({ thing, most, unit, reason }) =>
        `- **${amount(most, unit)}**: ${thing} (${reason}).\n`,
    );
    return `\n## ${from}\n\n${lines.join("")}`;
  });
  const text = `# Limits\n\nWhat comes from outside is not taken above these bounds. This page is written by a test from \`shared/core/limits.ts\`.\n${parts.join("")}`;
  await expect(text).toMatchFileSnapshot(page);
});

test("every limit is a whole number above nothing", () => {
  for (const { most } of Object.values<Limit>(limits))
    expect(Number.isSafeInteger(most) && most > 0).toBe(true);
});

/** They end a thing near the bound, not at it, and are tried with a smaller one: \`overTime\`. */
const fuzzy = new Set(["parserMemory", "newsWaiting"]);

test("each limit has a test at its edge, and each time one with a shorter time", () => {
  const texts = globSync("test/**/*.test.ts").map((path) =>
    readFileSync(path, "utf8"),
  );
  const named = (call: RegExp) =>
    texts
      .flatMap((text) => [...text.matchAll(call)])
      .map(([, name = ""]) => name);
  const edges = named(/\batTheEdge\(\s*"(\w+)"/g);
  const times = named(/\boverTime\(\s*"(\w+)"/g);
  const all = Object.entries<Limit>(limits);
  const isFuzzy = ([name, { unit }]: (typeof all)[number]) =>
    fuzzy.has(name) || unit === "seconds";
  const names = (some: typeof all) => some.map(([name]) => name).toSorted();
  expect(edges.toSorted()).toEqual(names(all.filter((one) => !isFuzzy(one))));
  expect([...new Set(times)].toSorted()).toEqual(names(all.filter(isFuzzy)));
});

function amount(most: number, unit: string): string {
  const [kibi, mebi] = [1024, 1024 * 1024];
  if (unit === "bytes" && most % mebi === 0)
    return `${String(most / mebi)} MiB`;
  if (unit === "bytes" && most % kibi === 0)
    return `${String(most / kibi)} KiB`;
  return unit === "power of two"
    ? `2^${String(most)}`
    : `${most.toLocaleString("en")} ${unit}`;
}
