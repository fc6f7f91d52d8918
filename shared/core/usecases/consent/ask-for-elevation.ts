import { isAgreed, type ConsentQuestion } from "../../consent/question.ts";
import { moreText } from "../../consent/question-text.ts";
import type {
  ElevationAnswer,
  ElevationToAskAbout,
} from "../../consent/elevation-to-ask-about.ts";
import type { HoldingSession } from "./ask-about-call.ts";
import {
  asPutNow,
  recordAbandoned,
  recordAnswer,
  type AskingPorts,
  type ConsentPorts,
} from "./ask-and-record.ts";

/** A request, as it is put to a person now. */
function moreQuestion(
  ports: AskingPorts,
  session: HoldingSession,
  more: ElevationToAskAbout,
): ConsentQuestion {
  const { context, production, agent } = session;
  const { roles, opens, seconds, left, reason } = more;
  return {
    ...asPutNow(ports),
    act: "elevate",
    context,
    production,
    roles: roles ?? session.roles,
    ttlSeconds: left ?? seconds,
    ...(agent === undefined ? {} : { agent }),
    ...(opens.length === 0 ? {} : { opens }),
    reason,
    text: moreText({ ...more, context, production, agent }),
    count: 1,
  };
}

/** Asks once. A yes that cannot be recorded counts as a no. */
export async function askForElevation(
  ports: ConsentPorts,
  session: HoldingSession,
  more: ElevationToAskAbout,
  signal: AbortSignal,
): Promise<ElevationAnswer> {
  const recording = recordAbandoned(ports);
  const question = moreQuestion(ports, session, more);
  const answer = await ports.person.askPerson(question, signal);
  // Where that cannot be written, neither can this.
  await recording;
  const recorded = await recordAnswer(ports, question, answer);
  const verdict = isAgreed(answer) && !recorded.ok ? "denied" : answer.answer;
  return { verdict, refusal: recorded.ok ? null : recorded.error };
}
