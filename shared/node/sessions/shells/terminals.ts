import type { TerminalName } from "../../../core/settings/settings.ts";
import {
  filledIn,
  readTerminalCommand,
} from "../../../core/settings/terminal-command.ts";
import { inAppleScript, shellWord } from "../../../core/text/shell-words.ts";
import { dumpAsGiven } from "../../system/processes/core-dump.ts";
import { findProgram } from "../../system/programs/find-program.ts";
import { spawnDetached } from "../../system/programs/spawn-detached.ts";

/** How a terminal is told what to run: `command` is a program and its arguments. */
interface TerminalProgram {
  readonly name: Exclude<TerminalName, "auto" | "custom">;
  readonly program: string;
  readonly args: (command: readonly string[]) => readonly string[];
  /** It reads the words once more, as a shell would: only plain ones are what they were. */
  readonly readsAgain?: true;
}

const behindE = (command: readonly string[]) => ["-e", ...command];
const behindX = (command: readonly string[]) => ["-x", ...command];
const behindDashes = (command: readonly string[]) => ["--", ...command];
const asItIs = (command: readonly string[]) => command;

// From the manual of each, and where a manual does not say what becomes of the words, from its source.
const onLinux: readonly TerminalProgram[] = [
  // Debian policy 11.8.3: -e and then the command as separate words. It may be a link to any below, also to one that reads them again.
  {
    name: "x-terminal-emulator",
    program: "x-terminal-emulator",
    args: behindE,
    readsAgain: true,
  },
  // ptyxis(1): `ptyxis [OPTION]... [-- PROGRAM ARGUMENTS]`; its -x takes one text.
  { name: "ptyxis", program: "ptyxis", args: behindDashes },
  // gnome-terminal(1): "-- " ends the options; its -x is deprecated.
  { name: "gnome-terminal", program: "gnome-terminal", args: behindDashes },
  // Console's src/kgx-utils.c: what follows `--` is the command, word for word; one word behind -e is read by a shell.
  { name: "kgx", program: "kgx", args: behindDashes },
  // konsole(1): -e takes the rest of the line. Its src/ShellCommand.cpp puts the environment's values in the place of `$NAME` in it, and reads backslashes.
  { name: "konsole", program: "konsole", args: behindE, readsAgain: true },
  // xfce4-terminal(1): -x, --execute takes the rest of the line; its -e takes one text.
  { name: "xfce4-terminal", program: "xfce4-terminal", args: behindX },
  // ghostty(1), initial-command: -e takes the rest of the line, opens a process of its own and has no shell read it.
  { name: "ghostty", program: "ghostty", args: behindE },
  // kitty(1): `kitty [options] [program-to-run ...]`.
  { name: "kitty", program: "kitty", args: asItIs },
  // alacritty(1): -e, --command takes the rest of the line.
  { name: "alacritty", program: "alacritty", args: behindE },
  // `wezterm start --help`: "wezterm start -- bash -l will spawn bash as if it were a login shell".
  {
    name: "wezterm",
    program: "wezterm",
    args: (command) => ["start", "--", ...command],
  },
  // foot(1): "All trailing (non-option) arguments are treated as a command, and its arguments".
  { name: "foot", program: "foot", args: asItIs },
  // tilix(1): -e takes the rest of the line. Its source/app.d joins it to one text, with quotes around words with spaces alone, and that is read again.
  { name: "tilix", program: "tilix", args: behindE, readsAgain: true },
  // terminator(1): -x takes the rest of the line. Without -u it goes to a Terminator that runs already, joined to one text for `sh -c` (its
  // terminatorlib/optionparse.py and terminal.py).
  {
    name: "terminator",
    program: "terminator",
    args: (command) => ["-u", "-x", ...command],
  },
  // xterm(1): -e takes the rest of the line.
  { name: "xterm", program: "xterm", args: behindE },
];

const asAppleScript =
  (line: (command: string) => readonly string[]) =>
  (command: readonly string[]): readonly string[] =>
    line(inAppleScript(command.map(shellWord).join(" "))).flatMap((one) => [
      "-e",
      one,
    ]);

const onMac: readonly TerminalProgram[] = [
  {
    name: "terminal-app",
    program: "osascript",
    args: asAppleScript((command) => [
      `tell application "Terminal" to do script ${command}`,
      `tell application "Terminal" to activate`,
    ]),
  },
  {
    name: "iterm2",
    program: "osascript",
    args: asAppleScript((command) => [
      `tell application "iTerm2" to create window with default profile command ${command}`,
    ]),
  },
  { name: "kitty", program: "kitty", args: asItIs },
  { name: "alacritty", program: "alacritty", args: behindE },
  {
    name: "wezterm",
    program: "wezterm",
    args: (command) => ["start", "--", ...command],
  },
];

const onWindows: readonly TerminalProgram[] = [
  { name: "windows-terminal", program: "wt.exe", args: asItIs },
  {
    name: "powershell",
    program: "cmd.exe",
    args: (command) => ["/c", "start", "", ...command],
  },
];

function known(): readonly TerminalProgram[] {
  if (process.platform === "darwin") return onMac;
  return process.platform === "win32" ? onWindows : onLinux;
}

/** Names of the terminals that are installed here, best first. */
export async function installedTerminals(): Promise<readonly string[]> {
  const found = await Promise.all(
    known().map(async ({ name, program }) =>
      (await findProgram(program)) === null ? null : name,
    ),
  );
  return found.filter((name) => name !== null);
}

/** What starts a terminal with a command in it; null: there is no such terminal here, or it would read the command otherwise. */
export function terminalWords(
  wanted: string,
  custom: string,
  installed: readonly string[],
  command: readonly string[],
): readonly string[] | null {
  if (wanted === "custom") {
    const template = readTerminalCommand(custom);
    return template.ok ? filledIn(template.value, command) : null;
  }
  const isPlain = command.every((word) => /^[\w@%+=:,./-]+$/.test(word));
  const usable = known().filter(
    ({ name, readsAgain }) =>
      installed.includes(name) && (isPlain || !readsAgain),
  );
  const terminal =
    wanted === "auto" ? usable[0] : usable.find(({ name }) => name === wanted);
  return terminal ? [terminal.program, ...terminal.args(command)] : null;
}

/**
 * Opens a terminal that runs a command. Resolves to false when there is none, or when it ends with an error
 * before it can have shown anything.
 *
 * @param custom the command of the person's own, for `custom`
 */
export async function openInTerminal(
  wanted: string,
  custom: string,
  command: readonly string[],
): Promise<boolean> {
  const words = terminalWords(wanted, custom, await installedTerminals(), command); // prettier-ignore
  if (words === null) return false;
  const [program = "", ...args] = words;
  const child = spawnDetached(program, args, {
    stdio: ["ignore", "ignore", "ignore"],
  });
  dumpAsGiven(child);
  child.unref();
  const startedMs = 400;
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
    setTimeout(() => resolve(true), startedMs);
  });
}
