import { Lexer } from "marked";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  sectionsOf,
  sectionsWith,
} from "../../../renderer/features/help/guide-sections.ts";

const path = join(import.meta.dirname, "../../../docs/guide.md");

const links = (tokens: readonly object[]): readonly string[] =>
  tokens.flatMap((token) => {
    const { href, ...parts } = token as { readonly href?: string };
    const inside = Object.values(parts)
      .flat(2)
      .filter((part) => typeof part === "object" && part !== null);
    return [...(href === undefined ? [] : [href]), ...links(inside)]; // prettier-ignore
  });

test("every link inside of the guide leads to a section of it", () => {
  const guide = Lexer.lex(readFileSync(path, "utf8"));
  const sections = sectionsOf(guide);
  const ids = new Set(sections.map(({ id }) => `#${id}`));
  const inside = links(guide).filter((href) => href.startsWith("#"));
  expect(inside.length).toBeGreaterThan(10);
  expect(inside.filter((href) => !ids.has(href))).toEqual([]);
});

test("words are found in lists and tables, all of them and in any case", () => {
  const sections = sectionsOf(
    Lexer.lex("# A\n\n- one **two**\n\n## B\n\n| x |\n| - |\n| Three |\n\n```\n# C\n```\n"), // prettier-ignore
  );
  const found = (words: string) =>
    sectionsWith(sections, words).map(({ title }) => title);
  expect(found("")).toEqual(["A", "B"]);
  expect(found("two ONE")).toEqual(["A"]);
  expect(found("three")).toEqual(["B"]);
  expect(found("one three")).toEqual([]);
});
