import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { readCommandLine } from "../../../../shared/core/roles/command-line.ts";
import { takesNextWord } from "../../../../shared/core/roles/talosctl-flags.ts";
import { describeWithShared, sharedPath } from "../../../shared-material.ts";

const talosctl = sharedPath("tools/talosctl");
const help = (...words: string[]) =>
  execFileSync(talosctl, [...words, "--help"], { encoding: "utf8" });

/** `[short, long, name of the value]` of each line of a command's help. */
function flagsIn(text: string) {
  const line = /^ +(?:-(\w), )? *(--[\w-]+)(?: (\S.*?))?(?: {2}|$)/gm;
  return [...text.matchAll(line)].map(([, short, long = "", value]) => ({
    names: short === undefined ? [long] : [`-${short}`, long],
    takesValue: value !== undefined,
  }));
}

describeWithShared(
  "our table, beside the help of the real talosctl",
  ["tools/talosctl"],
  () => {
    const verbs = [...help().matchAll(/^ {2}([a-z][\w-]+) {2,}/gm)]
      .map(([, verb = ""]) => verb)
      .filter((verb) => !/^(cluster|gen|inject|machineconfig|validate|completion|help)$/.test(verb)); // prettier-ignore

    test.each(verbs)("%s", (verb) => {
      const text = help(verb);
      for (const { names, takesValue } of flagsIn(text))
        for (const name of names)
          expect([name, takesNextWord(verb, name)]).toEqual([name, takesValue]);
      const [, aliases = ""] = /Aliases:\n {2}(.*)\n/.exec(text) ?? [];
      for (const alias of aliases.split(", ").filter(Boolean))
        expect(readCommandLine([alias, "x"])[0]?.words).toEqual([verb, "x"]);
    });

    test.each([
      ["config", "context"],
      ["config", "endpoint"],
      ["config", "contexts"],
      ["config", "node"],
      ["conformance", "kubernetes"],
      ["image", "list"],
      ["image", "pull"],
      ["image", "k8s-bundle"],
    ])("%s %s by its other names", (group, verb) => {
      const [, aliases = ""] =
        /Aliases:\n {2}(.*)\n/.exec(help(group, verb)) ?? [];
      expect(aliases).not.toBe("");
      for (const alias of aliases.split(", "))
        expect(readCommandLine([group, alias])[0]?.words).toEqual([
          group,
          verb,
        ]);
    });
  },
);

test("a line of a hundred thousand words is read at once: what is quadratic would run into the time limit", () => {
  const files = Array.from(
    { length: 100_000 },
    (_, number) => `f${String(number)}`,
  );
  const [read] = readCommandLine(["apply-config", "--file", "x", ...files]);
  expect(read?.words).toHaveLength(1 + files.length);
}, 2000);
