import { expect, test } from "vitest";
import {
  fittedTo,
  questionFor,
  wordsOf,
  wrapped,
} from "../../cli/output/wrapped.ts";

const lines = (sentence: string) => wrapped(wordsOf(sentence), "  ", 40);

test("a sentence takes as many lines as it needs, and a name cannot end one", () => {
  expect(
    lines(
      "The vault has no context with the name that you\ngave, nor a near one.",
    ),
  ).toEqual([
    "  The vault has no context with the name",
    "    that you⟨U+000A⟩gave, nor a near",
    "    one.",
  ]);
});

test("a command that somebody will copy is never broken, whatever its length", () => {
  expect(
    lines(
      "Give it on a descriptor. Run: talos-vault issue 'a b' --authority secrets.yaml --ttl 30d; or: talos-vault list. Then go on and do what you like with it.",
    ),
  ).toEqual([
    "  Give it on a descriptor. Run:",
    "    talos-vault issue 'a b' --authority secrets.yaml --ttl 30d;",
    "    or: talos-vault list. Then go on and",
    "    do what you like with it.",
  ]);
});

test("a line goes on below itself where the terminal ends, colours and all, and stays as it is where it fits", () => {
  const role =
    "role:   \u001b[2mos:admin\u001b[22m: everything on the whole cluster";
  expect(fittedTo(30, role, 8)).toEqual([
    "role:   \u001b[2mos:admin\u001b[22m: everything",
    "        on the whole cluster",
  ]);
  expect(fittedTo(30, "  Run: talos-vault list, then go on")).toEqual([
    "  Run: talos-vault list, then",
    "    go on",
  ]);
  expect(fittedTo(80, role)).toEqual([role]);
  expect(fittedTo(Infinity, role)).toEqual([role]);
});

test("a word that ends as a program is called, and an option in a sentence, hold no more of it together than themselves", () => {
  expect(lines("Its extended key usage is not exactly client authentication.")) // prettier-ignore
    .toEqual([
      "  Its extended key usage is not exactly",
      "    client authentication.",
    ]);
  expect(
    lines("Only with --recovery does it tell what --anchor TEXT tells later."),
  ).toEqual([
    "  Only with --recovery does it tell what",
    "    --anchor TEXT tells later.",
  ]);
});

test("a question ends its lines between words, with room for the mark before it and the choice behind it", () => {
  const question =
    "This takes the place of the present vault, which is kept among the generations. Go on?";
  expect(questionFor(80, question, " (y/N)").split("\n")).toEqual([
    "This takes the place of the present vault, which is kept among the",
    "  generations. Go on?",
  ]);
  expect(questionFor(80, "Why?")).toBe("Why?");
});
