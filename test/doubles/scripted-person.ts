import {
  patienceSeconds,
  unanswered,
  type AskingProcess,
  type ConsentAct,
  type ConsentPlace,
  type ConsentQuestion,
  type ConsentVerdict,
} from "../../shared/core/consent/question.ts";
import type { Person } from "../../shared/core/ports/person.ts";

/** A person who says these, one after the other, and is gone afterwards; `asked` has what they were asked. */
export function scriptedPerson(
  verdicts: readonly ConsentVerdict[],
  answeredBy: ConsentPlace = "window",
): Person & { readonly asked: readonly ConsentQuestion[] } {
  const asked: ConsentQuestion[] = [];
  return {
    asked,
    takeAbandoned: () => [],
    askPerson: async (question, signal) => {
      asked.push(question);
      const answer = verdicts[asked.length - 1];
      return answer === undefined || signal.aborted
        ? unanswered(new Date(question.expiresAt))
        : { answer, answeredBy, answeredAt: question.askedAt };
    },
  };
}

const asking: AskingProcess = {
  process: { pid: 4711, startTime: "12", bootId: "a" },
  path: "/usr/bin/agent",
  name: "agent",
  leadsTerminal: false,
  chain: [
    {
      process: { pid: 4710, startTime: "11", bootId: "a" },
      path: null,
      name: "zsh",
      leadsTerminal: true,
    },
  ],
  cwd: "/home/ada/infra",
  terminal: null,
  session: null,
};

/** A question that an agent puts about the context "prod". */
export function questionAbout(
  act: ConsentAct,
  changed: Partial<ConsentQuestion> = {},
): ConsentQuestion {
  const askedAt = Date.parse("2026-11-29T12:00:00.000Z");
  return {
    id: "0123456789abcdef0123456789abcdef",
    askedAt: new Date(askedAt).toISOString(),
    expiresAt: new Date(askedAt + patienceSeconds * 1000).toISOString(),
    act,
    context: "prod",
    production: true,
    roles: ["os:admin"],
    ttlSeconds: 3600,
    reason: "disk full",
    text: "A session of prod with os:admin starts.",
    process: asking,
    count: 1,
    ...changed,
  };
}
