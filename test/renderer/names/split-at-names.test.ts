import { expect, test } from "vitest";
import {
  splitAtNames,
  splitAtQuotedNames,
} from "../../../renderer/features/names/split-at-names.ts";

const cut = (text: string, ...names: readonly string[]) =>
  splitAtNames(text, names)
    .map(({ text: part, name }) => (name === null ? part : `[${name}]`))
    .join("");

test.each([
  ["Renamed lab to prod-eu.", "Renamed lab to [prod-eu]."],
  ["prod-eu, prod and lab", "[prod-eu], [prod] and lab"],
  ['The context "prod" (of 10.0.0.1)', 'The context "[prod]" (of 10.0.0.1)'],
  // It is guarded as that is: what follows a name may be anything that ends it.
  ["cluster of prod, and is guarded: prod; prod's", "cluster of [prod], and is guarded: [prod]; [prod]'s"],
  ["reproduce prod_eu xprod prodx 2prod", "reproduce prod_eu xprod prodx 2prod"],
  ["prod.example.com, api.prod, /home/prod/x, me@prod", "prod.example.com, api.prod, /home/prod/x, me@prod"],
  ["The end is prod.", "The end is [prod]."],
  ["prod (production) ends", "prod (production) ends"],
  ["", ""],
])("%j is cut at the names: %j", (text, parts) => {
  expect(cut(text, "prod", "prod-eu", "")).toBe(parts);
}); // prettier-ignore

test("names with blanks, dots and signs of patterns are found, the longest first", () => {
  expect(cut("a.b, a.b c and a+b?", "a.b", "a.b c", "a+b?")).toBe(
    "[a.b], [a.b c] and [a+b?]",
  );
});

test("a name that sentences spell out or shorten is found", () => {
  expect(cut("Removed prod⟨U+202E⟩x.", "prod\u202Ex")).toBe(
    "Removed [prod\u202Ex].",
  );
  const long = `prod-${"x".repeat(80)}`;
  expect(cut(`Removed ${long.slice(0, 51)}…${long.slice(-12)}.`, long)).toBe(
    `Removed [${long}].`,
  );
});

test("in a sentence of the core a name stands in quotes, and a word that reads the same is none", () => {
  const quoted = (text: string) =>
    splitAtQuotedNames(text, ["all", "prod", "lab"])
      .map(({ text: part, name }) => (name === null ? part : `[${name}]`))
      .join("");
  expect(quoted('Ask all of them: "all", or the lab at "lab-2".')).toBe(
    'Ask all of them: "[all]", or the lab at "lab-2".',
  );
  expect(quoted('"prod" and "lab" (production)')).toBe(
    '"[prod]" and "lab" (production)',
  );
});
