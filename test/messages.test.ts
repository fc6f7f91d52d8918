import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { verbs } from "../cli/verb-registry/verb-registry.ts";
import { actions } from "../shared/core/problem.ts";
import { commandsOf } from "../cli/output/action-commands.ts";
import { windowActionsOfError } from "../renderer/features/actions/window-actions.ts";

/** Every text in the source, with what stands in templates left as it is. */
function textsOf(path: string): readonly string[] {
  const code = readFileSync(path, "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "");
  const literals = code.match(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
  // What JSX shows stands between tags.
  const shown = path.endsWith(".tsx") ? (code.match(/>[^<>{}]+</g) ?? []) : [];
  return [...literals, ...shown];
}

/** The line that a person copies to type it: no sentence. */
const toCopy = ["shared/host/contexts/copy-handlers.ts"];

test("no sentence of the core, of a host or of the window names a command or an option of the command line", () => {
  const names = Object.keys(verbs).join("|");
  const command = new RegExp(`talos-vault (?:${names})\\b`);
  const option = /(?:^|[\s("'`])--[a-z][a-z-]+/;
  const sources = globSync(
    "{shared/{core,host,contract},electron,renderer}/**/*.{ts,tsx}",
    { exclude: toCopy },
  );
  const found = sources.flatMap((path) =>
    textsOf(path)
      .filter((text) => text.includes(" "))
      .filter(
        (text) =>
          command.test(text) ||
          (option.test(text) && isSentence(text) && !text.includes("talosctl")),
      )
      .map((text) => `${path}: ${text}`),
  );
  expect(found).toEqual([]);
});

/** Begins as a sentence does; lists of words for a program do not. */
function isSentence(text: string): boolean {
  return /^["`>\s]*(?:[A-Z$]|[a-z]+ [a-z]+)/.test(text) && !text.includes("|");
}

test("each action has a command, and what a locked window offers works while it is locked", () => {
  const about = { context: "prod" };
  for (const action of actions)
    expect(commandsOf({ actions: [action], about })[0]).toMatch(
      /^(?:talos-vault|the same command with) /,
    );
  expect(windowActionsOfError(actions, "prod", false)).toEqual([
    "recover",
    "restore",
    "accept-older",
  ]);
  expect(windowActionsOfError(["renew", "list"], undefined, true)).toEqual([
    "contexts",
  ]);
});

/** Numbers that are never 1, or where the sentence says the unit in another way. */
const fixedCounts = [
  "${String(maxContexts)} contexts",
  "${String(maxNameLength)} characters",
  "${String(longestRole)} characters",
  "${String(shortestPassphrase)} characters",
  "${String(rsaBits)} bits",
  "${String(limits.rsaBits.most)} bits",
  "${String(longestSecret)} bytes",
  "${String(backups.length)} generations",
  "${String(bits)} bits",
  "${String(days)} days",
  "${String(most)} keys",
  "${String(limits.pemBlocks.most)} certificates",
  "${String(left.lines.length)} more YAML documents",
  "${String(lives.longestMadeForSession / hour)} hours",
  "${String(graceMs / 1000)} seconds",
  "${String(known.length)} endpoints",
  "${String(methodRules.length)} methods",
];

test("what is counted is counted by countOf, so that one is singular everywhere", () => {
  const plural =
    /\$\{(?:String\([^`]*?\)|withCommas\([^`]*?\))\} (?:(?:more|of|the|new|old|private|running|following|earlier|YAML) )*[A-Za-z]+s\b/g;
  const found = globSync("{cli,shared,electron,renderer}/**/*.{ts,tsx}")
    .filter((path) => path !== "shared/core/counted-noun.ts")
    .flatMap((path) =>
      textsOf(path).flatMap((text) =>
        (text.match(plural) ?? [])
          .filter(
            (one) =>
              !/ (?:of|the) \$|\b(?:has|is|was|does|ms|refers|merges)$/.test(
                one,
              ),
          )
          .filter((one) => !fixedCounts.includes(one))
          .map((one) => `${path}: ${one}`),
      ),
    );
  expect(found).toEqual([]);
});
