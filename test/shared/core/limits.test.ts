import { join } from "node:path";
import { expect, test } from "vitest";
import { limits, type Limit } from "../../../shared/core/limits.ts";

const page = join(import.meta.dirname, "../../../docs/limits.md");

test("docs/limits.md says what the code holds", async () => {
  const rows = Object.values<Limit>(limits).map(
    ({ thing, most, unit, reason }) =>
      `- **${amount(most, unit)}**: ${thing} (${reason}).\n`,
  );
  const text = `# Limits\n\nWhat comes from outside is not taken above these bounds. This page is written by a test from \`shared/core/limits.ts\`.\n\n${rows.join("")}`;
  await expect(text).toMatchFileSnapshot(page);
});

test("every limit is a whole number above nothing", () => {
  for (const { most } of Object.values<Limit>(limits))
    expect(Number.isSafeInteger(most) && most > 0).toBe(true);
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
