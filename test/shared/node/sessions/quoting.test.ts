import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { findContext } from "../../../../shared/core/usecases/contexts/resolve-context-name.ts";
import { documentOfStored, storedOf } from "../../../doubles/documents.ts";
import { printable } from "../../../../shared/core/text/printable.ts";
import {
  inAppleScript,
  shellWord,
  nameWord,
} from "../../../../shared/core/text/shell-words.ts";
import {
  setCode,
  type ShellSyntax,
} from "../../../../shared/core/sessions/shell-code.ts";

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

const seed = Number(process.env["TALOS_VAULT_SEED"] ?? Date.now() % 2 ** 31);
/** What shells read, and anything else that an environment can hold. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...Array.from(
          "'\"\\`$(){};&|<>!#~*?[]%=^, \n\r\t\u0003\u001b\u009b‘’‚‛",
        ),
      ),
      fc.constantFrom("$(touch run)", "${HOME}", "'; exit 7; '", "\\'", "a"),
      fc.string({ unit: "grapheme", maxLength: 2 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join("").replaceAll("\0", ""));

const code = (value: string, syntax: ShellSyntax) =>
  setCode(new Map([["TALOS_VAULT_TEST", value]]), syntax);

test.each(["sh", "bash", "dash", "zsh", "fish"])(
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
    // Whatever else somebody may think of: many in one start of the shell.
    const syntax = shell === "fish" ? "fish" : "sh";
    const generated = fc.sample(hostile, { numRuns: 100, seed });
    const script = generated
      .map((value) => `${code(value, syntax)}printenv -0 TALOS_VAULT_TEST\n`)
      .join("");
    const { stdout } = spawnSync(shell, ["-c", script], { encoding: "utf8" });
    expect(stdout.split("\0").slice(0, -1), `seed ${String(seed)}`).toEqual(
      generated,
    );
  },
);

test.each(["sh", "bash", "dash", "zsh", "fish"])(
  "%s reads a word that is to be copied as it is, and so a file's name",
  (shell) => {
    if (spawnSync(shell, ["-c", "true"]).error) return;
    const generated = fc.sample(hostile, { numRuns: 100, seed });
    const script = generated
      .map((value) => `printf '%s\\0' ${shellWord(value)}\n`)
      .join("");
    const { stdout } = spawnSync(shell, ["-c", script], { encoding: "utf8" });
    expect(stdout.split("\0").slice(0, -1), `seed ${String(seed)}`).toEqual(
      generated,
    );
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

test.each(["sh", "bash", "dash", "zsh", "fish"])(
  "%s gives a name in a command to copy to us so that we find it, and runs nothing of it",
  (shell) => {
    if (spawnSync(shell, ["-c", "true"]).error) return;
    const names = [
      ...fc.sample(hostile, { numRuns: 100, seed }),
      ...values,
      "-y",
      "--help",
      "-",
      "prod*",
      "prod⟨U+002A⟩",
    ];
    const script = names
      .map((name) => `printf '%s\\0' ${nameWord(name)}\n`)
      .join("");
    const { stdout } = spawnSync(shell, ["-c", script], { encoding: "utf8" });
    const words = stdout.split("\0").slice(0, -1);
    const stored = storedOf({ endpoints: [], nodes: [] });
    for (const [index, name] of names.entries()) {
      const document = documentOfStored({ other: stored, [name]: stored });
      expect(words[index], `seed ${String(seed)}`).not.toMatch(
        /^-.|[*'"`$;&|]/,
      );
      expect(findContext(document, words[index])).toMatchObject({
        value: { name },
      });
    }
  },
);

/** A string of AppleScript, as its language guide says under "Text": a backslash stands before a quote or itself. */
test("AppleScript's string is one string in its grammar, on one line", () => {
  for (const value of values) {
    const text = inAppleScript(value);
    const [, inner = ""] = /^"((?:[^"\\\n\r]|\\["\\nrt])*)"$/.exec(text) ?? [];
    const plain: Record<string, string> = { n: "\n", r: "\r", t: "\t" };
    expect(inner.replace(/\\(.)/g, (_, one: string) => plain[one] ?? one)).toBe(
      value,
    );
  }
});

const promptPage = readFileSync(
  join(import.meta.dirname, "../../../../docs/prompt.md"),
  "utf8",
);
const snippet = (shell: string) =>
  new RegExp(`\`\`\`${shell}\n([\\s\\S]*?)\`\`\``).exec(promptPage)?.[1] ?? "";

test.each([
  ["bash", ["--norc", "-i"], "printf '%s\\n' \"${PS1@P}\""],
  ["zsh", ["-f", "-i"], 'print -r -- "${(%%)PROMPT}"'],
] as const)("what %s shows in its prompt runs nothing", (shell, args, show) => {
  if (spawnSync(shell, ["-c", "true"]).error) return;
  const folder = mkdtempSync(join(tmpdir(), "tv-prompt-"));
  try {
    const name =
      "a$(touch ran)`touch ran` ${HOME} \\u %~ %F{red} \\$(touch ran)";
    writeFileSync(join(folder, "prompt"), `${printable(name)}\n`);
    const script = `PS1='> '; PROMPT='> '\n${snippet(shell)}\ntalos_vault_segment\n${show}\n`;
    const { stdout } = spawnSync(shell, [...args, "-c", script], {
      cwd: folder,
      encoding: "utf8",
      env: {
        PATH: process.env["PATH"],
        HOME: folder,
        TERM: "dumb",
        TALOS_VAULT_PROMPT: join(folder, "prompt"),
      },
    });
    expect(stdout).toContain(name);
    expect(existsSync(join(folder, "ran"))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
