import { once } from "node:events";
import { vaultError } from "../../../core/errors.ts";
import { failure, success, type Result } from "../../../core/result.ts";
import { Secret } from "../../../core/secret.ts";
import { printable } from "../../../core/text/printable.ts";
import { inAppleScript, inPowershell } from "../../../core/text/shell-words.ts";
import { boundedOutput } from "../programs/run-bounded.ts";
import { findProgram } from "../programs/find-program.ts";
import { askPinentry } from "./pinentry.ts";
import type { PromptOutcome, SecretQuestion } from "./secret-question.ts";
import { spawnWithoutDescriptors } from "../programs/spawn-without-descriptors.ts";

type Ask = (question: SecretQuestion) => Promise<PromptOutcome>;

/**
 * Asks for a secret with a dialog of the system's, in a process of its own that hands it over through a pipe.
 * Errors: `cancelled` when it was closed, `passphrase-wrong` when two answers differ, `unsupported` when there is
 * nothing to ask with.
 */
export async function askSystem(
  question: SecretQuestion,
): Promise<Result<Secret>> {
  const { text, refusal, isNew } = question;
  const shown: SecretQuestion = {
    text: printable(text),
    isNew,
    ...(refusal ? { refusal: printable(refusal) } : {}),
  };
  for (const ask of waysToAsk()) {
    const outcome = await ask(shown);
    if (outcome.kind === "given") return success(outcome.secret);
    if (outcome.kind === "closed") return failure(closed());
    if (outcome.kind === "differ") return failure(differ());
  }
  return failure(nothingToAskWith());
}

function waysToAsk(): readonly Ask[] {
  if (process.platform === "darwin") return [twice(byAppleScript)];
  if (process.platform === "win32") return [twice(byPowerShell)];
  return [
    askPinentry,
    twice((text) => byProgram(["zenity", "--password", `--title=${text}`])),
    twice((text) => byProgram(["kdialog", "--password", text])),
  ];
}

/** A new secret is asked for twice where the program cannot do it itself. */
function twice(ask: (text: string) => Promise<PromptOutcome>): Ask {
  return async ({ text, isNew, refusal }) => {
    const first = await ask(refusal ? `${refusal} ${text}` : text);
    if (!isNew || first.kind !== "given") return first;
    const second = await ask(`${text} (once more)`);
    if (second.kind !== "given") return second;
    const isSame = first.secret.reveal() === second.secret.reveal();
    return isSame ? first : { kind: "differ" };
  };
}

const byAppleScript = (text: string) =>
  byProgram([
    "osascript",
    "-e",
    `text returned of (display dialog ${inAppleScript(text)} with title "Talos Vault" default answer "" with hidden answer)`,
  ]);

const byPowerShell = (text: string) =>
  byProgram([
    "powershell",
    "-NoProfile",
    "-Command",
    `$c = Get-Credential -UserName vault -Message ${inPowershell(text)}; if ($c) { $c.GetNetworkCredential().Password } else { exit 1 }`,
  ]);

async function byProgram([
  program = "",
  ...args
]: readonly string[]): Promise<PromptOutcome> {
  if (!(await findProgram(program))) return { kind: "absent" };
  const child = spawnWithoutDescriptors(program, args, {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const chunks: Buffer[] = [];
  const heard = boundedOutput(child);
  heard.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, "close")) as [number | null];
  if (!heard.readableEnded) await once(heard, "end");
  const [line = ""] = Buffer.concat(chunks).toString("utf8").split(/\r?\n/);
  for (const chunk of chunks) chunk.fill(0);
  if (code !== 0 || line === "") return { kind: "closed" };
  return { kind: "given", secret: new Secret(line) };
}

function closed() {
  return vaultError(
    "cancelled",
    "Cancelled: the dialog was closed. Nothing was changed.",
    "Start it again when you want it.",
  );
}

function differ() {
  return vaultError(
    "passphrase-wrong",
    "The two passphrases differ.",
    "Try again; nothing was changed.",
  );
}

function nothingToAskWith() {
  return vaultError(
    "unsupported",
    "This desktop has no program that asks for passphrases.",
    "Install pinentry (pinentry-gnome3, pinentry-qt) or zenity; or use the command line: talos-vault unlock.",
  );
}
