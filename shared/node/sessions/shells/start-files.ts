import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  overPrompt,
  sessionEnvironment,
} from "../../../core/sessions/environment.ts";
import { type OutsideVariables } from "../../../core/sessions/outside-variables.ts";
import type { Lease } from "../../../core/sessions/lease.ts";
import {
  setCode,
  shellName,
  sourceLine,
  type ShellSyntax,
} from "../../../core/sessions/shell-code.ts";
import { inFish, shellWord } from "../../../core/text/shell-words.ts";
import { writeAtomicallySync } from "../../files/atomic-file.ts";
import { startName } from "../session-folder.ts";

/** A shell to start, and what its environment has besides the session's variables. */
export interface SessionShell {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The person's start files have been read before the session's variables were set. */
  readonly isSure: boolean;
}

interface Place {
  /** Private, inside the session's folder. */
  readonly folder: string;
  readonly write: (name: string, lines: readonly string[]) => string;
  readonly set: (syntax: ShellSyntax) => string;
  readonly shell: string;
  readonly env: NodeJS.ProcessEnv;
  /** The file that says what the session is, where prompt and title shall say it; null: they stay the person's own. */
  readonly label: string | null;
}

/**
 * An interactive shell whose variables are the session's, whatever TALOSCONFIG the person's start files set: they are read
 * as always, and the session's variables come after them. The files for it lie in the session's folder. A shell that we
 * have no way for is started as it is. Throws the system's error.
 */
export function shellWithSession(
  lease: Lease,
  shell: string,
  env: NodeJS.ProcessEnv,
  outside: OutsideVariables,
  label: string | null = null,
): SessionShell {
  const folder = join(lease.folder, startName);
  const known = shellName(shell);
  const starter = Object.hasOwn(starters, known) ? starters[known] : undefined;
  if (!starter) return { command: [shell], environment: {}, isSure: false };
  const variables = sessionEnvironment(lease, outside);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const write = (name: string, lines: readonly string[]): string => {
    const path = join(folder, name);
    writeAtomicallySync(path, `${lines.join("\n")}\n`, { durable: false });
    return path;
  };
  const set = (syntax: ShellSyntax) => setCode(variables, syntax).trimEnd();
  const { command, environment } = starter({
    folder,
    write,
    set,
    shell,
    env,
    label,
  });
  return { command, environment, isSure: true };
}

type Starter = (place: Place) => Omit<SessionShell, "isSure">;

// Tells when something, direnv or a line typed, has set TALOSCONFIG since: what the prompt says would be untrue.
const shCheck = [
  '_talos_vault_config="$TALOSCONFIG"',
  "_talos_vault_check() {",
  '  [ "${TALOSCONFIG-}" = "$_talos_vault_config" ] || [ "${_talos_vault_told-}" = "${TALOSCONFIG-}" ] ||',
  '    printf "%s\\n" "talos-vault: TALOSCONFIG was changed here: talosctl does not use the session of this shell." >&2',
  '  _talos_vault_told="${TALOSCONFIG-}"',
  "}",
];

const overText =
  "talos-vault: the session is over: talosctl has no credential in this terminal any more.";

/**
 * Reads what the session is before each prompt, puts it into the title, and says once when it is over. The label has a
 * context's name in it: a prompt gets it as the value of a variable, which no shell reads again.
 */
const shLabel = (file: string): readonly string[] => [
  `_talos_vault_file=${shellWord(file)}`,
  "_talos_vault_say() {",
  `  { IFS= read -r _talos_vault_label <"$_talos_vault_file"; } 2>/dev/null || _talos_vault_label=${shellWord(overPrompt)}`,
  `  printf '\\033]0;%s\\007' "$_talos_vault_label"`,
  `  if [ "$_talos_vault_label" = ${shellWord(overPrompt)} ] && [ -z "\${_talos_vault_over-}" ]; then`,
  `    _talos_vault_over=1; printf '%s\\n' ${shellWord(overText)} >&2`,
  "  fi",
  "}",
];

const starters: Readonly<Record<string, Starter>> = {
  bash: ({ write, set, shell, label }) => {
    const file = write("bashrc", [
      "[ -r ~/.bashrc ] && . ~/.bashrc",
      set("sh"),
      ...shCheck,
      'PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND; }_talos_vault_check"',
      ...(label === null
        ? []
        : [
            ...shLabel(label),
            // What draws a prompt anew each time takes ours away each time.
            "_talos_vault_prompt() {",
            "  _talos_vault_say",
            `  case "$PS1" in *_talos_vault_label*) ;; *) PS1='[\${_talos_vault_label}] '"$PS1" ;; esac`,
            "}",
            'PROMPT_COMMAND="$PROMPT_COMMAND; _talos_vault_prompt"',
          ]),
    ]);
    return { command: [shell, "--rcfile", file], environment: {} };
  },
  zsh: ({ folder, write, set, shell, env, label }) => {
    // Each file of ours stands for the person's own of the same name, in the folder that zsh would have read.
    const given = env["ZDOTDIR"];
    const source = (name: string) =>
      `[ -r "\${ZDOTDIR:-$HOME}/${name}" ] && . "\${ZDOTDIR:-$HOME}/${name}"`;
    write(".zshenv", [
      given === undefined
        ? "unset ZDOTDIR"
        : `export ZDOTDIR=${shellWord(given)}`,
      source(".zshenv"),
      // It may have chosen another folder for the files that follow.
      '_talos_vault_zdotdir="${ZDOTDIR-}"',
      `export ZDOTDIR=${shellWord(folder)}`,
    ]);
    write(".zshrc", [
      'if [ -n "$_talos_vault_zdotdir" ]; then export ZDOTDIR="$_talos_vault_zdotdir"; else unset ZDOTDIR; fi',
      // The system's own zshrc may have put the history beside our file.
      `case "\${HISTFILE-}" in ${shellWord(folder)}/*) HISTFILE="\${ZDOTDIR:-$HOME}/.zsh_history";; esac`,
      source(".zshrc"),
      set("sh"),
      ...shCheck,
      "autoload -Uz add-zsh-hook && add-zsh-hook precmd _talos_vault_check",
      ...(label === null
        ? []
        : [
            ...shLabel(label),
            "_talos_vault_prompt() {",
            "  _talos_vault_say",
            '  psvar[9]="$_talos_vault_label"',
            '  case "$PROMPT" in *%9v*) ;; *) PROMPT="[%9v] $PROMPT" ;; esac',
            "}",
            "add-zsh-hook precmd _talos_vault_prompt",
          ]),
    ]);
    return { command: [shell], environment: { ZDOTDIR: folder } };
  },
  fish: ({ write, set, shell, label }) => {
    const file = write("start.fish", [
      set("fish"),
      "set -g _talos_vault_config $TALOSCONFIG",
      "function _talos_vault_check --on-event fish_prompt",
      '    if test "$TALOSCONFIG" != "$_talos_vault_config"; and test "$TALOSCONFIG" != "$_talos_vault_told"',
      "        echo 'talos-vault: TALOSCONFIG was changed here: talosctl does not use the session of this shell.' >&2",
      "    end",
      '    set -g _talos_vault_told "$TALOSCONFIG"',
      "end",
      ...(label === null ? [] : fishLabel(label)),
    ]);
    const code = sourceLine(file, "fish");
    return { command: [shell, "--init-command", code], environment: {} };
  },
  pwsh: ({ write, set, shell }) => {
    const file = write("start.ps1", [set("powershell")]);
    const code = sourceLine(file, "powershell");
    return { command: [shell, "-NoExit", "-Command", code], environment: {} };
  },
  sh: posix,
  dash: posix,
  ksh: posix,
  ash: posix,
};

const fishLabel = (file: string): readonly string[] => [
  "function _talos_vault_say --on-event fish_prompt",
  `    set -g _talos_vault_label ${inFish(overPrompt)}`,
  `    test -r ${inFish(file)}; and read -g _talos_vault_label <${inFish(file)}`,
  `    if test "$_talos_vault_label" = ${inFish(overPrompt)}; and not set -q _talos_vault_over`,
  `        set -g _talos_vault_over 1; echo ${inFish(overText)} >&2`,
  "    end",
  "end",
  "functions -q fish_prompt; and functions -c fish_prompt _talos_vault_theirs",
  "function fish_prompt",
  "    set -l last $status",
  `    echo -n "[$_talos_vault_label] "`,
  "    functions -q _talos_vault_theirs; and begin; test $last -eq 0; _talos_vault_theirs; end",
  "end",
  "function fish_title; echo $_talos_vault_label; end",
];

/** An interactive sh reads the file that ENV names, and no other. */
function posix({
  write,
  set,
  shell,
  env,
  label,
}: Place): Omit<SessionShell, "isSure"> {
  const theirs = env["ENV"];
  const file = write("env", [
    ...(theirs ? [`ENV=${shellWord(theirs)}; [ -r "$ENV" ] && . "$ENV"`] : []),
    set("sh"),
    ...(label === null
      ? []
      : [
          ...shLabel(label),
          // It has nothing that it does before a prompt: what is said once stays.
          "_talos_vault_say",
          "PS1='[${_talos_vault_label}] $ '",
        ]),
  ]);
  return { command: [shell], environment: { ENV: file } };
}
