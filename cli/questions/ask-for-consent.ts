import { questionText } from "../../shared/core/consent/question-text.ts";
import type { ConsentAnswer } from "../../shared/core/consent/question.ts";
import type { VaultError } from "../../shared/core/errors.ts";
import {
  areNamesTyped,
  dangerOf,
  isNameTyped,
} from "../../shared/core/policy/confirmation.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import {
  askConsent,
  credentialQuestion,
  recordAnswer,
  type Asked,
} from "../../shared/core/usecases/consent/ask-and-record.ts";
import {
  hasOwnTerminal,
  openOwnTerminal,
} from "../../shared/node/consent/own-terminal.ts";
import type { Cli } from "../cli.ts";
import { consentPorts } from "../ports/consent/consent-ports.ts";
import { askText, askTextAt, declined } from "./ask.ts";

/** What a person said beside yes. */
export interface Agreed {
  readonly isAgreed: true;
  readonly reason?: string;
}

/**
 * Has a person agree to what an error of `consent-needed` is about: on the terminal that controls this process, by the typed
 * name, whatever the arguments said; else in a window, in a dialog or on another terminal. An error that is none of these is
 * given back. Errors: `declined`, `consent-needed`.
 */
export async function askForConsent(
  cli: Cli,
  act: Asked["act"],
  error: VaultError,
  reason: string | undefined,
): Promise<Result<Agreed>> {
  const { lending } = error;
  if (error.code !== "consent-needed" || !lending) return failure(error);
  const asked = { act, lending, ...(reason ? { reason } : {}) };
  const isHere = hasOwnTerminal(cli.terminal.isInteractive);
  return isHere ? askHere(cli, asked, error) : askElsewhere(cli, asked);
}

async function askHere(
  cli: Cli,
  asked: Asked,
  error: VaultError,
): Promise<Result<Agreed>> {
  const { terminal } = cli;
  const { context, roles, production, scope, several } = asked.lending;
  terminal.say(terminal.mark("red", error.message));
  const isReasonWanted = dangerOf(roles, production) !== null;
  const reason =
    asked.reason !== undefined || !isReasonWanted
      ? success(asked.reason)
      : await askAtTerminal(cli, "Why?");
  if (!reason.ok) return reason;
  const names = (several ?? [asked.lending]).map((one) => one.context);
  const word = wordFor(asked.act, scope, context, names);
  const typed = await askAtTerminal(cli, `Type ${word} to go on:`);
  if (!typed.ok) return typed;
  const ports = consentPorts(cli);
  const said = reason.value ? { reason: reason.value } : {};
  const question = credentialQuestion(ports, { ...asked, ...said });
  const isMeant = several
    ? areNamesTyped(names, typed.value)
    : isNameTyped(context, typed.value);
  const answer: ConsentAnswer = {
    answer: isMeant ? "once" : "denied",
    answeredBy: "terminal",
    answeredAt: ports.clock.now().toISOString(),
  };
  const recorded = await recordAnswer(ports, question, answer, several);
  if (recorded.ok) return success({ isAgreed: true, ...said });
  return failure(isMeant ? recorded.error : notTyped(typed.value, word));
}

/** Who typed nothing said no; who typed something else may have slipped. */
function notTyped(typed: string, word: string) {
  const no = declined();
  return typed === ""
    ? no
    : { ...no, message: `That is not ${word}; nothing was changed.` };
}

function wordFor(
  act: Asked["act"],
  scope: Asked["lending"]["scope"],
  context: string,
  names: readonly string[],
): string {
  if (scope === "vault") return `the word ${context}`;
  return act === "sops-key" ? "the key's name" : whatToType(names);
}

/** What of one context, or of several, is typed by who has read what it is about. */
export function whatToType(names: readonly string[]): string {
  return names.length === 1
    ? "the context's name"
    : `all their names (${String(names.length)}), with blanks between,`;
}

/** On the terminal itself: what stdin is, whoever called us chose. */
async function askAtTerminal(
  { terminal }: Cli,
  message: string,
): Promise<Result<string>> {
  const fd = openOwnTerminal();
  return fd === null
    ? askText(terminal, message, "Ask on a terminal.")
    : askTextAt(fd, message);
}

async function askElsewhere(cli: Cli, asked: Asked): Promise<Result<Agreed>> {
  const ports = consentPorts(cli);
  cli.terminal.sayLines(questionText(credentialQuestion(ports, asked)));
  cli.terminal.say(
    "Waiting for a person to agree, for a minute: in the window, in a dialog of the desktop, or on another terminal (talos-vault approvals).",
  );
  const answer = await askConsent(ports, asked);
  if (!answer.ok) return answer;
  const { reason } = asked;
  return success({ isAgreed: true, ...(reason ? { reason } : {}) });
}
