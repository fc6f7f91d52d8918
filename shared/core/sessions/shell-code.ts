import { sessionVariables, type SessionEnvironment } from "./environment.ts";
import { outsideVariables } from "./outside-variables.ts";
import { inFish, inNu, inPowershell, inSh } from "../text/shell-words.ts";

const shellSyntaxes = ["sh", "fish", "powershell", "nu"] as const;
export type ShellSyntax = (typeof shellSyntaxes)[number];

const syntaxOf: Readonly<Record<string, ShellSyntax>> = {
  sh: "sh",
  bash: "sh",
  zsh: "sh",
  dash: "sh",
  ksh: "sh",
  fish: "fish",
  pwsh: "powershell",
  powershell: "powershell",
  nu: "nu",
};

export const shellNames = Object.keys(syntaxOf);

/** The name of a shell's program, without its folder and `.exe`; a login shell's dash does not count. */
export function shellName(shell: string): string {
  return shell
    .replace(/^.*[\\/]/, "")
    .replace(/\.exe$/i, "")
    .replace(/^-/, "");
}

/** The syntax of a shell by its name or path; null for one that we do not know. */
export function shellSyntax(shell: string): ShellSyntax | null {
  const name = shellName(shell);
  return Object.hasOwn(syntaxOf, name) ? (syntaxOf[name] ?? null) : null;
}

interface Syntax {
  readonly set: (name: string, value: string) => string;
  readonly unset: (name: string) => string;
  /** Runs `lines` when the shell's number could be written into `file`, else fails in that shell. */
  readonly whenRegistered: (
    file: string,
    lines: readonly string[],
  ) => readonly string[];
  /** Fails in that shell, so that what follows does not run where failing stops it. */
  readonly fail: string;
}

const over =
  "talos-vault: this session is over, or was taken away. Ask for another one.";

/**
 * A child of the shell that runs the code writes the number of its parent: in a subshell that is the subshell, where `$$`
 * would be another one.
 */
const register = `/bin/sh -c 'printf %s "$PPID" >"$1"' talos-vault`;

// Values are names that people chose and paths: quoted so that no shell reads anything in them.
const syntaxes: Readonly<Record<ShellSyntax, Syntax>> = {
  sh: {
    set: (name, value) => `export ${name}=${inSh(value)}`,
    unset: (name) => `unset ${name}`,
    whenRegistered: (file, lines) => [
      `if ${register} ${inSh(file)} 2>/dev/null; then`,
      ...lines,
      "else",
      `printf '%s\\n' ${inSh(over)} >&2; false`,
      "fi",
    ],
    fail: "false",
  },
  fish: {
    set: (name, value) => `set -gx ${name} ${inFish(value)}`,
    unset: (name) => `set -e ${name}`,
    whenRegistered: (file, lines) => [
      `if ${register} ${inFish(file)} 2>/dev/null`,
      ...lines,
      "else",
      `printf '%s\\n' ${inFish(over)} >&2; false`,
      "end",
    ],
    fail: "false",
  },
  powershell: {
    set: (name, value) => `$env:${name} = ${inPowershell(value)}`,
    unset: (name) => `Remove-Item -ErrorAction SilentlyContinue Env:${name}`,
    whenRegistered: (file, lines) => [
      `try { [IO.File]::WriteAllText(${inPowershell(file)}, "$PID") } catch { throw ${inPowershell(over)} }`,
      ...lines,
    ],
    fail: "throw 'talos-vault: there is no session.'",
  },
  nu: {
    set: (name, value) => `$env.${name} = ${inNu(value)}`,
    unset: (name) => `hide-env --ignore-errors ${name}`,
    whenRegistered: (file, lines) => [
      `$nu.pid | save -f ${inNu(file)}`,
      ...lines,
    ],
    fail: `error make {msg: "talos-vault: there is no session."}`,
  },
};

function setLines(
  environment: SessionEnvironment,
  syntax: ShellSyntax,
): readonly string[] {
  return [...environment].map(([name, value]) =>
    syntaxes[syntax].set(name, value),
  );
}

/** Code that sets the variables of a session. */
export function setCode(
  environment: SessionEnvironment,
  syntax: ShellSyntax,
): string {
  return text(setLines(environment, syntax));
}

/**
 * Code that makes the shell which runs it the session's own: first the shell's number for the holder, so that the session
 * ends with that shell, then the variables. It fails when the session is over by then.
 */
export function enterCode(
  environment: SessionEnvironment,
  syntax: ShellSyntax,
  numberFile: string,
): string {
  const lines = setLines(environment, syntax);
  return text(syntaxes[syntax].whenRegistered(numberFile, lines));
}

/** Code that takes a session's variables away and puts back what talosctl saw before. */
export function leaveCode(
  environment: Readonly<Record<string, string | undefined>>,
  syntax: ShellSyntax,
): string {
  const { set, unset } = syntaxes[syntax];
  const outside = Object.entries(outsideVariables(environment));
  const restored = new Set(outside.map(([name]) => name));
  return text([
    ...sessionVariables.filter((name) => !restored.has(name)).map(unset),
    ...outside.map(([name, value]) => set(name, value)),
  ]);
}

/** Code that does nothing but fail. */
export function failCode(syntax: ShellSyntax): string {
  return text([syntaxes[syntax].fail]);
}

/** The line that reads a file of shell code into the present shell. `file` is a path of ours. */
export function sourceLine(file: string, syntax: ShellSyntax): string {
  switch (syntax) {
    case "sh":
      return `. ${inSh(file)}`;
    case "fish":
      return `source ${inFish(file)}`;
    case "powershell":
      return `. ${inPowershell(file)}`;
    case "nu":
      return `source ${inNu(file)}`;
  }
}

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
