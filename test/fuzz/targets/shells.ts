import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { setCode } from "../../../shared/core/sessions/shell-code.ts";
import { nameWord, shellWord } from "../../../shared/core/text/shell-words.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const pieces = fc.oneof(
  fc.constantFrom(
    ..."'|\"|\\|`|$|$(|)|${|}|;|&|&&|||<|>|*|?|[|]|~|!|!!|#| |\t|\n|\r|=|=ls|-|--|%|%1|^|{a,b}|(|\\'|'\\''|\\\\'|a|$HOME|:|,|@|+|.|/|x=~|=(|#{".split("|"),
    "|", "\u0003", "\u001b]0;t\u0007", "\u0080", "\u202e", "\u2028", "\u2018", "\u2019", "\ufeff", "😀", "é",
  ),
  fc.string({ unit: "grapheme", maxLength: 6 }),
); // prettier-ignore

/** What a name may be; no process can have a NUL in its environment. Fish keeps U+F600–U+F6FF and noncharacters for itself. */
const value = fc
  .array(pieces, { maxLength: 8 })
  .map((all) => all.join(""))
  .filter((text) => !/[\0\p{Surrogate}\uf600-\uf6ff\ufdd0-\ufdef]|\p{Noncharacter_Code_Point}/u.test(text)); // prettier-ignore

const isThere = (shell: string) => !spawnSync(shell, ["-c", "true"]).error;

/** Nothing but what every shell needs, so that a word that is run finds nothing. */
const environment = { PATH: process.env["PATH"], LC_ALL: "C.UTF-8", HOME: "/nonexistent" }; // prettier-ignore

/** What the shell has for each of the words or variables that the code gives. */
function said(shell: string, script: string): readonly string[] {
  const args = shell === "fish" ? ["--no-config"] : shell === "zsh" ? ["-f"] : []; // prettier-ignore
  const { stdout } = spawnSync(shell, [...args, "-c", script], {
    encoding: "utf8",
    env: environment,
    cwd: "/",
  });
  return stdout.split("\0").slice(0, -1);
}

/** Values in variables and as words of copied commands, many at once, through each shell that this machine has. */
export const shellsTarget: OpenTarget = async () => {
  const shells = ["sh", "bash", "dash", "zsh", "ksh", "fish"].filter(isThere);
  return target({
    name: "shells",
    inputs: fc.array(value, { minLength: 1, maxLength: 60 }),
    budgetMs: 30_000,
    check: (values: readonly string[]) => {
      for (const shell of shells) {
        const syntax = shell === "fish" ? "fish" : "sh";
        const set = values.map(
          (one) =>
            `${setCode(new Map([["TV", one]]), syntax)}printf '%s\\0' "$TV"\n`,
        );
        expectSame(values, said(shell, set.join("")), `${shell}, a variable`);
        const words = values.map((one) => `printf '%s\\0' ${shellWord(one)}\n`);
        expectSame(values, said(shell, words.join("")), `${shell}, a word`);
        const names = values.map(nameWord);
        const spelled = names.map((one) => one.replace(/^'|'$/g, ""));
        const lines = names.map((one) => `printf '%s\\0' ${one}\n`);
        expectSame(spelled, said(shell, lines.join("")), `${shell}, a name`);
      }
    },
  });
};

function expectSame(
  values: readonly string[],
  found: readonly string[],
  where: string,
): void {
  const wrong = values.find((one, index) => found[index] !== one);
  holds(
    wrong === undefined && found.length === values.length,
    `${where} has the value that it was given: ${JSON.stringify(wrong)}`,
  );
}
