import { Secret } from "../../../core/secret.ts";
import { cutAssuanLine, graphicalPinentries, startAssuan } from "./assuan.ts";
import { findProgram } from "../programs/find-program.ts";
import type { PromptOutcome, SecretQuestion } from "./secret-question.ts";

/** Asks through a pinentry. Errors for options that it lacks are no matter. */
export async function askPinentry({
  text,
  isNew,
  refusal,
}: SecretQuestion): Promise<PromptOutcome> {
  const program = await findPinentry();
  if (program === null) return { kind: "absent" };
  const pinentry = startAssuan(program);
  const commands = [
    ...(process.env["DISPLAY"]
      ? [`OPTION display=${process.env["DISPLAY"]}`]
      : []),
    "SETTITLE Talos Vault",
    cutAssuanLine("SETDESC", text),
    ...(refusal ? [cutAssuanLine("SETERROR", refusal)] : []),
    "SETPROMPT Secret:",
    ...(isNew ? ["SETREPEAT Once more:"] : []),
  ];
  try {
    if ((await pinentry.greeting()) === null) return { kind: "absent" };
    for (const command of commands)
      if ((await pinentry.ask(command)) === null) return { kind: "absent" };
    const answer = await pinentry.ask("GETPIN");
    if (answer === null || !answer.isOk || answer.data === null)
      return { kind: "closed" };
    return { kind: "given", secret: new Secret(unescape(answer.data)) };
  } finally {
    pinentry.bye();
  }
}

/** `TALOS_VAULT_PINENTRY` names another one, as pinentry-program does for GnuPG. */
async function findPinentry(): Promise<string | null> {
  const named = process.env["TALOS_VAULT_PINENTRY"];
  if (named) return named;
  for (const name of graphicalPinentries) {
    const path = await findProgram(name);
    if (path !== null) return path;
  }
  return null;
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
