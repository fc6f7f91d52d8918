import {
  isAgreed,
  type ConsentQuestion,
  type ConsentVerdict,
} from "../../consent/question.ts";
import { callText } from "../../consent/question-text.ts";
import type { WaitingCall } from "../../ports/running-sessions.ts";
import {
  asPutNow,
  recordAbandoned,
  recordAnswer,
  type AskingPorts,
  type ConsentPorts,
} from "./ask-and-record.ts";

/** A session whose calls are held, as a person is told of it. */
export interface HoldingSession {
  readonly context: string;
  readonly production: boolean;
  readonly roles: readonly string[];
  /** What an agent calls itself whose session it is. */
  readonly agent?: string | undefined;
}

/** A held call, as it is put to a person now. */
function callQuestion(
  ports: AskingPorts,
  { context, production, roles, agent }: HoldingSession,
  { text, number, waiting }: Pick<WaitingCall, "text" | "number" | "waiting">,
): ConsentQuestion {
  return {
    ...asPutNow(ports),
    act: "call",
    context,
    production,
    roles,
    ttlSeconds: null,
    ...(agent === undefined ? {} : { agent }),
    text: callText({ text, number, roles, agent }),
    count: waiting,
  };
}

/**
 * Asks about one call, and says more of the same question when more calls wait. Every answer is recorded, nobody's too; a yes
 * that cannot be is a no.
 */
export async function askAboutCall(
  ports: ConsentPorts,
  session: HoldingSession,
  call: Omit<WaitingCall, "connection">,
  signal: AbortSignal,
): Promise<ConsentVerdict> {
  const { person } = ports;
  const recording = recordAbandoned(ports);
  let question = callQuestion(ports, session, call);
  const over = new AbortController();
  // Older Electrons cannot join two signals.
  const end = (): void => over.abort();
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
  const first = person.askPerson(question, over.signal);
  call.onMore((count) => {
    if (over.signal.aborted) return;
    question = { ...question, count };
    void person.askPerson(question, over.signal);
  });
  const answer = await first;
  signal.removeEventListener("abort", end);
  end();
  // Where that cannot be written, neither can this.
  await recording;
  const recorded = await recordAnswer(ports, question, answer);
  return recorded.ok || !isAgreed(answer) ? answer.answer : "denied";
}
