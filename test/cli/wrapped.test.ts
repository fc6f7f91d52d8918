import { expect, test } from "vitest";
import { wordsOf, wrapped } from "../../cli/words/wrapped.ts";

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
