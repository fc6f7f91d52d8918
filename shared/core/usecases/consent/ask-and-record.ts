// A person is asked, and what was asked and answered is written down.
// Keep: What cannot be written down is a no: nobody could see later who agreed to what.
import {
  isAgreed,
  patienceSeconds,
  shownQuestion,
  type AskingProcess,
  type ConsentAct,
  type ConsentAnswer,
  type ConsentQuestion,
} from "../../consent/question.ts";
import { actText } from "../../consent/question-text.ts";
import { vaultError } from "../../errors.ts";
import type { ConsentNote } from "../../ledger/entry.ts";
import type { Lending } from "../../lending-to-ask-about.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { Person } from "../../ports/person.ts";
import type { Random } from "../../ports/random.ts";
import { failure, success, type Result } from "../../result.ts";
import { durationWords } from "../../sessions/duration.ts";
import { newSessionId } from "../sessions/start-session.ts";

export interface ConsentPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly ledger: Ledger;
  readonly person: Person;
  readonly asking: () => AskingProcess;
}

/** What a person is to be asked, before it has a number and a time. */
export interface Asked {
  readonly act: Exclude<ConsentAct, "call" | "elevate">;
  readonly lending: Lending;
  readonly reason?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type AskingPorts = Pick<ConsentPorts, "clock" | "random" | "asking">;

/** What every question has that is put to a person now: its number, its time, and who asks. */
export function asPutNow({
  clock,
  random,
  asking,
}: AskingPorts): Pick<
  ConsentQuestion,
  "id" | "askedAt" | "expiresAt" | "process"
> {
  const now = clock.now();
  const until = new Date(now.getTime() + patienceSeconds * 1000);
  return {
    id: newSessionId(random),
    askedAt: now.toISOString(),
    expiresAt: until.toISOString(),
    process: asking(),
  };
}

/** A question about a credential, as it is put to a person now. */
export function credentialQuestion(
  ports: AskingPorts,
  { act, lending, reason }: Asked,
): ConsentQuestion {
  // The text names them all.
  const { several: _several, ...about } = lending;
  return {
    ...asPutNow(ports),
    act,
    ...about,
    ...(reason ? { reason } : {}),
    text: actText({ act, ...lending }),
    count: 1,
  };
}

/** Writes down what nobody did because who asked was killed. Errors: those of the ledger. */
export async function recordAbandoned({
  ledger,
  person,
  clock,
}: Pick<ConsentPorts, "ledger" | "person" | "clock">): Promise<Result<void>> {
  const left = person.takeAbandoned(clock.now());
  if (left.length === 0) return success(undefined);
  return ledger.append(
    ...left.map(({ question, answer }) => noteOf(question, answer)),
  );
}

/** Asks, and waits for the answer. Errors: `declined`, `consent-needed` where nobody answered; those of the ledger. */
export async function askConsent(
  ports: ConsentPorts,
  asked: Asked,
): Promise<Result<ConsentAnswer>> {
  const recorded = await recordAbandoned(ports);
  if (!recorded.ok) return recorded;
  const question = credentialQuestion(ports, asked);
  const signal = asked.signal ?? new AbortController().signal;
  const answer = await ports.person.askPerson(question, signal);
  return recordAnswer(ports, question, answer, asked.lending.several);
}

/**
 * Writes an answer down, for each of `several` where it is about them, and gives it back where it is a yes. Errors: as for
 * `askConsent`.
 */
export async function recordAnswer(
  { ledger }: Pick<ConsentPorts, "ledger">,
  question: ConsentQuestion,
  answer: ConsentAnswer,
  several?: readonly Lending[],
): Promise<Result<ConsentAnswer>> {
  const { others: _others, opens: _opens, ...alone } = question;
  const about = several?.map((one) => ({ ...alone, ...aboutOne(one) }));
  const notes = (about ?? [question]).map((one) => noteOf(one, answer));
  const recorded = await ledger.append(...notes);
  if (!recorded.ok) return recorded;
  if (isAgreed(answer)) return success(answer);
  return failure(answer.answeredBy === null ? nobodyAnswered() : denied());
}

function aboutOne({
  context,
  production,
  roles,
  ttlSeconds,
  opens,
}: Lending): Pick<
  ConsentQuestion,
  "context" | "production" | "roles" | "ttlSeconds" | "opens"
> {
  const about = { context, production, roles, ttlSeconds };
  return opens ? { ...about, opens } : about;
}

function noteOf(
  asked: ConsentQuestion,
  { answer, answeredBy, answeredAt }: ConsentAnswer,
): ConsentNote {
  const { id, expiresAt: _, text: _text, opens, ...question } = asked;
  const { process, ...rest } = question;
  // Of other credentials the fields say it.
  const isOfSession = rest.act === "call" || rest.act === "elevate";
  const isSaid = !isOfSession && opens === undefined;
  const said = isSaid ? {} : { text: shownQuestion(asked).text };
  return {
    note: "asked",
    at: answeredAt,
    id,
    ...rest,
    ...said,
    process: {
      pid: process.process.pid,
      path: process.path,
      name: process.name,
      chain: process.chain.map((link) => ({
        pid: link.process.pid,
        path: link.path,
        name: link.name,
      })),
      cwd: process.cwd,
    },
    answer,
    answeredBy,
  };
}

function denied() {
  return vaultError(
    "declined",
    "A person was asked, and said no. Nothing was changed.",
    "Talk to whoever answered before it is asked again.",
  );
}

function nobodyAnswered() {
  return vaultError(
    "consent-needed",
    `A person was asked, and nobody answered within ${durationWords(patienceSeconds)}: that is a no. Nothing was changed.`,
    "Ask somebody at this machine to open the window, or another terminal, before it is asked again.",
  );
}
