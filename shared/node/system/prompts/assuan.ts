import { createInterface } from "node:readline";
import { boundedOutput } from "../programs/run-bounded.ts";
import { spawnWithoutDescriptors } from "../programs/spawn-without-descriptors.ts";

/** With a window of their own; `pinentry` itself may be one for terminals. */
export const graphicalPinentries = [
  "pinentry-gnome3",
  "pinentry-qt",
  "pinentry-qt5",
  "pinentry-gtk",
  "pinentry-gtk-2",
  "pinentry-x11",
  "pinentry-mac",
];

export interface AssuanAnswer {
  readonly isOk: boolean;
  /** As it came, escapes included; null: there was none. */
  readonly data: string | null;
}

/** A pinentry that runs: what GnuPG asks with, over the Assuan protocol (a line each way, escapes by %). */
export interface AssuanProgram {
  /** Its first word; null: the program could not be started, or is gone. */
  greeting(): Promise<AssuanAnswer | null>;
  /** Null when the program is gone. */
  ask(command: string): Promise<AssuanAnswer | null>;
  readonly kill: () => void;
  bye(): void;
}

export function startAssuan(program: string): AssuanProgram {
  const child = spawnWithoutDescriptors(program, [], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const missing = new Promise<null>((resolve) => {
    child.once("error", () => resolve(null));
  });
  child.stdin.on("error", () => undefined);
  const lines = createInterface({ input: boundedOutput(child) })[
    Symbol.asyncIterator
  ]();
  return {
    greeting: () => Promise.race([readAnswer(lines), missing]),
    ask: (command) => {
      child.stdin.write(`${command}\n`);
      return readAnswer(lines);
    },
    kill: () => void child.kill(),
    bye: () => void child.stdin.end("BYE\n"),
  };
}

/** Bytes of a line without its end (libassuan's ASSUAN_LINELENGTH): a pinentry ends at a longer one, without a dialog. */
const longestLine = 1000;

/** A command with a text, escaped; null: it would be too long a line. */
export function assuanLine(command: string, text: string): string | null {
  const line = `${command} ${assuanEscape(text)}`;
  return Buffer.byteLength(line) <= longestLine ? line : null;
}

/** The same, of a text that says enough without its middle. */
export function cutAssuanLine(command: string, text: string): string {
  const characters = [...text];
  for (let kept = characters.length; ; kept -= Math.ceil(kept / 20)) {
    const half = Math.floor(kept / 2);
    const isWhole = kept === characters.length;
    const cut = isWhole
      ? text
      : `${characters.slice(0, half).join("")}…${characters.slice(characters.length - half).join("")}`;
    const line = assuanLine(command, cut);
    if (line !== null) return line;
  }
}

function assuanEscape(text: string): string {
  return text.replace(/[%\r\n]/g, (character) => encodeURIComponent(character));
}

/** Up to the OK or ERR of a command. */
async function readAnswer(
  lines: AsyncIterator<string>,
): Promise<AssuanAnswer | null> {
  let data: string | null = null;
  for (;;) {
    const next = await lines.next();
    if (next.done) return null;
    const line = next.value;
    if (line.startsWith("D ")) data = line.slice("D ".length);
    if (/^OK\b/.test(line)) return { isOk: true, data };
    if (/^ERR\b/.test(line)) return { isOk: false, data };
  }
}
