import type { TerminalName } from "../../core/settings/settings.ts";
import { inAppleScript, shellWord } from "../../core/text/shell-words.ts";
import { dumpAsGiven } from "../system/core-dump.ts";
import { findProgram } from "../system/find-program.ts";
import { spawnApart } from "../system/spawn-apart.ts";

/** How a terminal is told what to run: `command` is a program and its arguments. */
interface TerminalProgram {
  readonly name: Exclude<TerminalName, "auto">;
  readonly program: string;
  readonly args: (command: readonly string[]) => readonly string[];
}

const behindE = (command: readonly string[]) => ["-e", ...command];
const behindDashes = (command: readonly string[]) => ["--", ...command];

const onLinux: readonly TerminalProgram[] = [
  // Debian policy 11.8.3: -e and then the command as separate words.
  {
    name: "x-terminal-emulator",
    program: "x-terminal-emulator",
    args: behindE,
  },
  { name: "gnome-terminal", program: "gnome-terminal", args: behindDashes },
  { name: "konsole", program: "konsole", args: behindE },
  { name: "kitty", program: "kitty", args: (command) => command },
  { name: "alacritty", program: "alacritty", args: behindE },
  {
    name: "wezterm",
    program: "wezterm",
    args: (command) => ["start", "--", ...command],
  },
  { name: "foot", program: "foot", args: (command) => command },
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
  { name: "kitty", program: "kitty", args: (command) => command },
  { name: "alacritty", program: "alacritty", args: behindE },
  {
    name: "wezterm",
    program: "wezterm",
    args: (command) => ["start", "--", ...command],
  },
];

const onWindows: readonly TerminalProgram[] = [
  { name: "windows-terminal", program: "wt.exe", args: (command) => command },
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

/**
 * Opens a terminal that runs a command. Resolves to false when there is none, or when it ends with an error
 * before it can have shown anything.
 */
export async function openInTerminal(
  wanted: string,
  command: readonly string[],
): Promise<boolean> {
  const installed = await installedTerminals();
  const name = wanted === "auto" ? installed[0] : wanted;
  const terminal = known().find((one) => one.name === name);
  if (!terminal || !installed.includes(terminal.name)) return false;
  const child = spawnApart(terminal.program, terminal.args(command), {
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
