import type { SessionEnvironment } from "./environment.ts";

export const shellSyntaxes = ["sh", "fish", "powershell", "nu"] as const;
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

/** The syntax of a shell by its name or path; null for one that we do not know. */
export function shellSyntax(shell: string): ShellSyntax | null {
  const name = shell.replace(/^.*[\\/]/, "").replace(/\.exe$/i, "");
  return Object.hasOwn(syntaxOf, name) ? (syntaxOf[name] ?? null) : null;
}

interface Syntax {
  readonly set: (name: string, value: string) => string;
  readonly unset: (name: string) => string;
  /** Writes the number of the shell into a file. */
  readonly register: (file: string) => string;
}

const single = (text: string, escaped: string) =>
  `'${text.replaceAll("'", escaped)}'`;

// Values are names that people chose and paths: quoted so that no shell reads anything in them.
const syntaxes: Readonly<Record<ShellSyntax, Syntax>> = {
  sh: {
    set: (name, value) => `export ${name}=${single(value, `'\\''`)}`,
    unset: (name) => `unset ${name}`,
    register: (file) => `printf %s "$$" > ${single(file, `'\\''`)}`,
  },
  fish: {
    set: (name, value) =>
      `set -gx ${name} ${single(value.replaceAll("\\", "\\\\"), "\\'")}`,
    unset: (name) => `set -e ${name}`,
    register: (file) =>
      `printf %s $fish_pid > ${single(file.replaceAll("\\", "\\\\"), "\\'")}`,
  },
  powershell: {
    // PowerShell takes typographic quotes for quotes too, and doubles of them for themselves.
    set: (name, value) =>
      `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, "$&$&")}'`,
    unset: (name) => `Remove-Item -ErrorAction SilentlyContinue Env:${name}`,
    register: (file) => `$PID | Out-File -Encoding ascii ${single(file, "''")}`,
  },
  nu: {
    set: (name, value) => `$env.${name} = ${nuString(value)}`,
    unset: (name) => `hide-env --ignore-errors ${name}`,
    register: (file) => `$nu.pid | save -f ${nuString(file)}`,
  },
};

/** A double-quoted string of nushell; JSON's escapes are all that it has. */
function nuString(value: string): string {
  return JSON.stringify(value);
}

export function setCode(
  environment: SessionEnvironment,
  syntax: ShellSyntax,
): string {
  const lines = [...environment].map(([name, value]) =>
    syntaxes[syntax].set(name, value),
  );
  return `${lines.join("\n")}\n`;
}

/**
 * Code that makes the shell which runs it the session's own: the variables, and the shell's number for the
 * holder, so that the session ends with that shell. One line, to be pasted.
 */
export function enterCode(
  environment: SessionEnvironment,
  syntax: ShellSyntax,
  numberFile: string,
): string {
  const lines = [...environment].map(([name, value]) =>
    syntaxes[syntax].set(name, value),
  );
  return [...lines, syntaxes[syntax].register(numberFile)].join("; ");
}

export function unsetCode(
  names: readonly string[],
  syntax: ShellSyntax,
): string {
  return `${names.map((name) => syntaxes[syntax].unset(name)).join("\n")}\n`;
}
