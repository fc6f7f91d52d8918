import { once } from "node:events";
import { inAppleScript } from "../../core/text/shell-words.ts";
import { printableLines } from "../../core/text/printable.ts";
import {
  assuanLine,
  graphicalPinentries,
  startAssuan,
} from "../system/prompts/assuan.ts";
import { findProgram } from "../system/programs/find-program.ts";
import { spawnWithoutDescriptors } from "../system/programs/spawn-without-descriptors.ts";

/**
 * Where a system keeps its own programs. The environment of whoever asks is not looked at: it names the programs that
 * answer for whoever set it.
 */
const systemFolders = [
  "/usr/bin",
  "/usr/local/bin",
  "/run/current-system/sw/bin",
  "/opt/homebrew/bin",
];

const unreadMs = 300;

/** Null: nobody could be asked this way. */
export type Confirmed = boolean | null;

/**
 * Asks yes or no in a dialog of the desktop, in a process of its own, with the first of the wordings (the longest) that fits
 * the program. `signal` takes the dialog away; the answer is null then.
 */
export async function confirmOnDesktop(
  wordings: readonly [string, ...string[]],
  signal: AbortSignal,
  folders: readonly string[] = systemFolders,
): Promise<Confirmed> {
  if (!hasDesktop()) return null;
  const shown = wordings.map(printableLines);
  const ways = [
    ...graphicalPinentries.map((name) => ({
      name,
      ask: (path: string) => confirmByPinentry(path, shown, signal),
    })),
    ...dialogs(shown[0] ?? "").map(([name, args]) => ({
      name,
      ask: (path: string) => confirmByProgram(path, args, signal),
    })),
  ];
  for (const { name, ask } of ways) {
    const path = await findProgram(name, folders);
    const began = Date.now();
    const answer = path === null ? null : await ask(path);
    // Faster than anybody reads: the dialog could not be drawn.
    const isDrawn = answer === true || Date.now() - began > unreadMs;
    if (answer !== null && isDrawn) return answer;
  }
  return null;
}

function hasDesktop(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === "darwin") return true;
  return process.platform === "linux" && !!(DISPLAY ?? WAYLAND_DISPLAY);
}

function dialogs(
  text: string,
): readonly (readonly [name: string, args: readonly string[]])[] {
  const title = "Talos Vault";
  if (process.platform === "darwin")
    return [
      [
        "osascript",
        [
          "-e",
          `display dialog ${inAppleScript(text)} with title "${title}" buttons {"Deny", "Allow once"} default button "Deny" cancel button "Deny"`,
        ],
      ],
    ];
  // Both would read marks of HTML in a text.
  const plain = text.replaceAll("<", "‹").replaceAll(">", "›");
  return [
    [
      "zenity",
      [
        "--question",
        "--no-markup",
        `--title=${title}`,
        `--text=${plain}`,
        "--ok-label=Allow once",
        "--cancel-label=Deny",
        "--default-cancel",
      ],
    ],
    ["kdialog", ["--title", title, "--warningyesno", plain]],
  ];
}

/** Assuan's CONFIRM: OK is a yes, an error a no. A question that the dialog cannot show is not asked. */
async function confirmByPinentry(
  program: string,
  wordings: readonly string[],
  signal: AbortSignal,
): Promise<Confirmed> {
  const question = wordings
    .map((text) => assuanLine("SETDESC", text))
    .find((line) => line !== null);
  if (question === undefined) return null;
  const pinentry = startAssuan(program);
  signal.addEventListener("abort", pinentry.kill);
  try {
    if ((await pinentry.greeting())?.isOk !== true) return null;
    for (const command of [
      `OPTION display=${process.env["DISPLAY"] ?? ""}`,
      "SETTITLE Talos Vault",
      "SETOK Allow once",
      "SETCANCEL Deny",
    ])
      if ((await pinentry.ask(command)) === null) return null;
    if ((await pinentry.ask(question))?.isOk !== true) return null;
    const answer = await pinentry.ask("CONFIRM");
    return signal.aborted || answer === null ? null : answer.isOk;
  } finally {
    signal.removeEventListener("abort", pinentry.kill);
    pinentry.bye();
  }
}

async function confirmByProgram(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Confirmed> {
  const child = spawnWithoutDescriptors(program, args, {
    stdio: ["ignore", "ignore", "ignore"],
  });
  const stop = (): void => void child.kill();
  signal.addEventListener("abort", stop);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    if (signal.aborted) return null;
    // 0 is a yes and 1 a no; anything else is a dialog that could not be drawn.
    return code === 0 ? true : code === 1 ? false : null;
  } catch {
    return null;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
