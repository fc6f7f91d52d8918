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
  return syntaxOf[name] ?? null;
}

interface Syntax {
  readonly set: (name: string, value: string) => string;
  readonly unset: (name: string) => string;
}

const single = (text: string, escaped: string) =>
  `'${text.replaceAll("'", escaped)}'`;

// Values are names that people chose and paths: quoted so that no shell reads anything in them.
const syntaxes: Readonly<Record<ShellSyntax, Syntax>> = {
  sh: {
    set: (name, value) => `export ${name}=${single(value, `'\\''`)}`,
    unset: (name) => `unset ${name}`,
  },
  fish: {
    set: (name, value) =>
      `set -gx ${name} ${single(value.replaceAll("\\", "\\\\"), "\\'")}`,
    unset: (name) => `set -e ${name}`,
  },
  powershell: {
    // PowerShell takes typographic quotes for quotes too, and doubles of them for themselves.
    set: (name, value) =>
      `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, "$&$&")}'`,
    unset: (name) => `Remove-Item -ErrorAction SilentlyContinue Env:${name}`,
  },
  nu: {
    set: (name, value) => `$env.${name} = ${nuString(value)}`,
    unset: (name) => `hide-env --ignore-errors ${name}`,
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

export function unsetCode(
  names: readonly string[],
  syntax: ShellSyntax,
): string {
  return `${names.map((name) => syntaxes[syntax].unset(name)).join("\n")}\n`;
}
