import { createInterface } from "node:readline";
import { Secret } from "../../core/secret.ts";
import { boundedOutput } from "./bounded-output.ts";
import { findProgram } from "./find-program.ts";
import type { PromptOutcome, SecretQuestion } from "./secret-question.ts";
import { spawnBare } from "./spawn-bare.ts";

/** With a window of their own; `pinentry` itself may be one for terminals. */
const graphical = [
  "pinentry-gnome3",
  "pinentry-qt",
  "pinentry-qt5",
  "pinentry-gtk",
  "pinentry-gtk-2",
  "pinentry-x11",
  "pinentry-mac",
];

/** Asks through a pinentry: what GnuPG asks with, over the Assuan protocol (a line each way, escapes by %). */
export async function askPinentry({
  text,
  isNew,
  refusal,
}: SecretQuestion): Promise<PromptOutcome> {
  const program = await findPinentry();
  if (program === null) return { kind: "absent" };
  const child = spawnBare(program, [], { stdio: ["pipe", "pipe", "ignore"] });
  const missing = new Promise<null>((resolve) => {
    child.once("error", () => resolve(null));
  });
  child.stdin.on("error", () => undefined);
  const lines = createInterface({ input: boundedOutput(child) })[
    Symbol.asyncIterator
  ]();
  const commands = [
    ...(process.env["DISPLAY"]
      ? [`OPTION display=${process.env["DISPLAY"]}`]
      : []),
    "SETTITLE Talos Vault",
    `SETDESC ${escape(text)}`,
    ...(refusal ? [`SETERROR ${escape(refusal)}`] : []),
    "SETPROMPT Secret:",
    ...(isNew ? ["SETREPEAT Once more:"] : []),
  ];
  try {
    const greeting = await Promise.race([readAnswer(lines), missing]);
    if (greeting === null) return { kind: "absent" };
    for (const command of commands) {
      child.stdin.write(`${command}\n`);
      if ((await readAnswer(lines)) === null) return { kind: "absent" };
    }
    child.stdin.write("GETPIN\n");
    const answer = await readAnswer(lines);
    if (answer === null || !answer.isOk || answer.data === null)
      return { kind: "closed" };
    return { kind: "given", secret: new Secret(unescape(answer.data)) };
  } finally {
    child.stdin.end("BYE\n");
  }
}

/** `TALOS_VAULT_PINENTRY` names another one, as pinentry-program does for GnuPG. */
async function findPinentry(): Promise<string | null> {
  const named = process.env["TALOS_VAULT_PINENTRY"];
  if (named) return named;
  for (const name of graphical) {
    const path = await findProgram(name);
    if (path !== null) return path;
  }
  return null;
}

/** Up to the OK or ERR of a command; null when the program is gone. Errors for options it lacks are no matter. */
async function readAnswer(
  lines: AsyncIterator<string>,
): Promise<{ readonly isOk: boolean; readonly data: string | null } | null> {
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

function escape(text: string): string {
  return text.replace(/[%\r\n]/g, (character) => encodeURIComponent(character));
}

function unescape(text: string): string {
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  // What was escaped is a byte of UTF-8; what was not is text already.
  return /%[89a-f]/i.test(text)
    ? Buffer.from(bytes, "latin1").toString("utf8")
    : bytes;
}
