import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import {
  setCode,
  type ShellSyntax,
} from "../../../../shared/core/sessions/shell-code.ts";
import { shellWord } from "../../../../shared/core/text/shell-words.ts";

// What a person, or who wrote a file that a person imported, may have put into a name.
const values = [
  "plain",
  "",
  'it\'s "quoted" `touch /x` $(touch /x) ${HOME} $HOME',
  "\\ \\' \\\" \\n \\u{41} \\",
  "two\nlines\r\nand a\ttab",
  "\u0003\u001b]0;title\u0007\u007f\u009b31m",
  "‘typographic’ ‚quotes‛ '‘’",
  "\u202edorp\u2066 \u2028 \u2029 größe 日本",
  "'; touch /x; '",
  '"; touch /x; "',
  "#{x} (1 + 1) ~ ^ |",
  "\\'; touch /x #",
  "\\\\'",
  "=ls",
  "%self",
];

const code = (value: string, syntax: ShellSyntax) =>
  setCode(new Map([["TALOS_VAULT_TEST", value]]), syntax);

test.each(["sh", "bash", "zsh", "fish"])(
  "%s gives a value back as it was, whatever is in it",
  (shell) => {
    const { error } = spawnSync(shell, ["-c", "true"]);
    if (error) {
      process.stderr.write(`SKIPPED quoting of ${shell}\n`);
      return;
    }
    for (const value of values) {
      const syntax = shell === "fish" ? "fish" : "sh";
      const script = `${code(value, syntax)}printenv TALOS_VAULT_TEST`;
      const { stdout } = spawnSync(shell, ["-c", script], { encoding: "utf8" });
      expect(stdout).toBe(`${value}\n`);
    }
  },
);

/** A single-quoted string of PowerShell: about_Quoting_Rules; each of its five quotes stands for itself when doubled. */
function readPowershell(text: string): string {
  const quote = "['\u2018-\u201b]";
  const all = new RegExp(`^'((?:[^'\u2018-\u201b]|${quote}{2})*)'$`).exec(text);
  if (!all) throw new Error(`no string: ${text}`);
  return (all[1] ?? "").replace(new RegExp(`(${quote})${quote}`, "g"), "$1");
}

test.each(["sh", "bash", "zsh", "fish"])(
  "a word of a copied command is that one word for %s",
  (shell) => {
    if (spawnSync(shell, ["-c", "true"]).error) {
      process.stderr.write(`SKIPPED words of ${shell}\n`);
      return;
    }
    const words = values.map(shellWord).join(" ");
    const { stdout } = spawnSync(shell, ["-c", `printf '%s\\0' ${words}`], {
      encoding: "utf8",
    });
    expect(stdout.split("\0").slice(0, -1)).toEqual(values);
  },
);

test("PowerShell's code is one string in its grammar", () => {
  for (const value of values) {
    const line = code(value, "powershell");
    const start = "$env:TALOS_VAULT_TEST = ";
    expect(line.slice(0, start.length)).toBe(start);
    expect(readPowershell(line.slice(start.length, -1))).toBe(value);
  }
});

/** A double-quoted string of nushell, as its book says under "Working with strings". */
function readNu(text: string): string {
  const all = /^"((?:[^"\\]|\\["\\nrt]|\\u\{[0-9a-f]{1,6}\})*)"$/.exec(text);
  if (!all) throw new Error(`no string: ${text}`);
  const plain: Record<string, string> = { n: "\n", r: "\r", t: "\t" };
  return (all[1] ?? "").replace(
    /\\(?:u\{([0-9a-f]+)\}|(.))/g,
    (_, hex: string | undefined, one: string) =>
      hex
        ? String.fromCodePoint(Number.parseInt(hex, 16))
        : (plain[one] ?? one),
  );
}

test("nushell's code is one string in its grammar, on one line", () => {
  for (const value of values) {
    const line = code(value, "nu");
    const start = "$env.TALOS_VAULT_TEST = ";
    expect(line.slice(0, start.length)).toBe(start);
    expect(line.trimEnd()).not.toContain("\n");
    expect(readNu(line.slice(start.length, -1))).toBe(value);
  }
});
