import {
  isAgreed,
  patienceSeconds,
  type ConsentQuestion,
} from "../../consent/question.ts";
import { moreText } from "../../consent/question-text.ts";
import type { MoreAnswer, MoreToAskAbout } from "../../consent/more.ts";
import { newSessionId } from "../sessions/start-session.ts";
import type { HoldingSession } from "./ask-about-call.ts";
import { recordAnswer, type ConsentPorts } from "./ask-and-record.ts";

/** A request, as it is put to a person now. */
export function moreQuestion(
  { clock, random, asking }: Pick<ConsentPorts, "clock" | "random" | "asking">,
  session: HoldingSession,
  more: MoreToAskAbout,
): ConsentQuestion {
  const { context, production, agent } = session;
  const { roles, opens, seconds, reason } = more;
  const now = clock.now();
  const until = new Date(now.getTime() + patienceSeconds * 1000);
  return {
    id: newSessionId(random),
    askedAt: now.toISOString(),
    expiresAt: until.toISOString(),
    act: "elevate",
    context,
    production,
    roles: roles ?? session.roles,
    ttlSeconds: seconds,
    ...(agent === undefined ? {} : { agent }),
    ...(opens.length === 0 ? {} : { opens }),
    reason,
    text: moreText({ ...more, context, production, agent }),
    process: asking(),
    count: 1,
  };
}

/** Asks once; what cannot be written down is a no. */
export async function askForMore(
  ports: ConsentPorts,
  session: HoldingSession,
  more: MoreToAskAbout,
  signal: AbortSignal,
): Promise<MoreAnswer> {
  const question = moreQuestion(ports, session, more);
  const answer = await ports.person.askPerson(question, signal);
  const recorded = await recordAnswer(ports, question, answer);
  const verdict = isAgreed(answer) && !recorded.ok ? "denied" : answer.answer;
  return { verdict, refusal: recorded.ok ? null : recorded.error };
}
