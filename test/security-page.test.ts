import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const page = readFileSync("SECURITY.md", "utf8");

/** Parts of the page by their headings of the second level. */
const parts = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [title = "", ...rest] = part.split("\n");
      return [title, rest.join("\n")] as const;
    }),
);

/** Cells of each row of a part's tables but their heads. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const isRule = (line = "") => /^\|[\s|:-]+\|$/.test(line);
  const lines = text.split("\n");
  return lines
    .filter(
      (line, index) =>
        line.startsWith("|") && !isRule(line) && !isRule(lines[index + 1]),
    )
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const claims = rowsOf(parts.get("What holds") ?? "");
const testsIn = (cell: string): readonly string[] =>
  [...cell.matchAll(/`(test\/[^`]+)`/g)].map(([, name = ""]) => name);

test("each claim names the tests that show it, and they are there", () => {
  expect(claims.length).toBeGreaterThan(30);
  for (const [what = "", ...rest] of claims) {
    const tests = rest.at(-1) ?? "";
    expect(testsIn(tests), what).not.toEqual([]);
    for (const name of testsIn(tests)) {
      expect(name).toMatch(/\.test\.ts$/);
      expect(existsSync(name), `${what}: ${name}`).toBe(true);
    }
  }
});

test("that something never happens is said in a claim, or among what is not claimed", () => {
  const absolute = /\b(?:never|nothing|no|none|nobody|nowhere|always)\b/i;
  const free = ["What holds", "What we do not claim"];
  const said = [...parts]
    .filter(([title]) => !free.includes(title))
    .flatMap(([title, text]) =>
      text
        .split(/\n\n|\n- |(?<=[.;:|]) /)
        .filter((sentence) => absolute.test(sentence))
        .map((sentence) => `${title}: ${sentence}`),
    );
  expect(said).toEqual([]);
});

test("every variable of the environment that the code reads is on the page", () => {
  const read = globSync("{shared,cli,electron}/**/*.ts").flatMap((file) =>
    [
      ...readFileSync(file, "utf8").matchAll(
        /\b(?:env|environment)(?:\.|\[")([A-Z][A-Z0-9_]+)|"(TALOS_VAULT_(?:OFFLINE|HOME|KEYCHAIN_SERVICE)|[A-Z]+_PROXY|XDG_[A-Z_]+)"/g,
      ),
    ].map(([, one, other]) => one ?? other ?? ""),
  );
  const environment = parts.get("Environment") ?? "";
  const all = [...new Set(read)];
  expect(all.length).toBeGreaterThan(12);
  expect(all.filter((name) => !environment.includes(`\`${name}\``))).toEqual(
    [],
  );
});
