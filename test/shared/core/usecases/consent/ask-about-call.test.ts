import { expect, test } from "vitest";
import {
  unanswered,
  type ConsentAnswer,
  type ConsentQuestion,
} from "../../../../../shared/core/consent/question.ts";
import type { Person } from "../../../../../shared/core/ports/person.ts";
import { askConsent } from "../../../../../shared/core/usecases/consent/ask-and-record.ts";
import { askAboutCall } from "../../../../../shared/core/usecases/consent/ask-about-call.ts";
import { askForElevation } from "../../../../../shared/core/usecases/consent/ask-for-elevation.ts";
import {
  askingPorts,
  questionAbout,
  scriptedPerson,
} from "../../../../doubles/scripted-person.ts";

const session = { context: "prod", production: true, roles: ["os:admin"] };
const never = () => new AbortController().signal;

const call = {
  text: "Reboot node 10.0.0.2 of prod",
  number: 14,
  waiting: 1,
  onMore: () => undefined,
};

test.each(["denied", "once", "ten-minutes", "end-session"] as const)(
  "%s is what becomes of the call, and is written down with what it asked for",
  async (said) => {
    const person = scriptedPerson([said]);
    const ports = askingPorts(person);
    expect(await askAboutCall(ports, session, call, never())).toBe(said);
    const text =
      "Reboot node 10.0.0.2 of prod. It is call 14 of a session with os:admin.";
    expect(person.asked).toMatchObject([{ act: "call", text, count: 1 }]);
    expect(ports.lines).toMatchObject([{ note: "asked", text, answer: said }]);
  },
);

test("a yes that cannot be written down is a no, and the end of a session stays one", async () => {
  const answerWith = (said: "once" | "end-session") =>
    askAboutCall(askingPorts(scriptedPerson([said]), true), session, call, never()); // prettier-ignore
  expect(await answerWith("once")).toBe("denied");
  expect(await answerWith("end-session")).toBe("end-session");
});

test("when more wait it is the same question with the newer count, until it is answered", async () => {
  const asked: ConsentQuestion[] = [];
  let agree: () => void = () => undefined;
  const answer = new Promise<ConsentAnswer>((resolve) => {
    const answeredAt = new Date(0).toISOString();
    agree = () => resolve({ answer: "once", answeredBy: "window", answeredAt });
  });
  const person: Person = {
    takeAbandoned: () => [],
    askPerson: (question) => {
      asked.push(question);
      return answer;
    },
  };
  let tell: (waiting: number) => void = () => undefined;
  const ports = askingPorts(person);
  const onMore = (given: typeof tell) => (tell = given);
  const said = askAboutCall(ports, session, { ...call, onMore }, never());
  tell(2);
  tell(3);
  expect(asked.map(({ count }) => count)).toEqual([1, 2, 3]);
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  agree();
  expect(await said).toBe("once");
  tell(4);
  expect(asked).toHaveLength(3);
  expect(ports.lines).toMatchObject([{ count: 3 }]);
});

test("what another asker was killed over is written down first, with what a person had said", async () => {
  const question = questionAbout("export", { id: "f".repeat(32) });
  const answeredAt = new Date(0).toISOString();
  const left = [
    { answer: "once", answeredBy: "terminal", answeredAt },
    unanswered(new Date(0)),
  ] as const;
  for (const answer of left) {
    const person = {
      ...scriptedPerson(["once"]),
      takeAbandoned: () => [{ question, answer }],
    };
    const ports = askingPorts(person);
    const lending = {
      context: "prod",
      production: true,
      roles: [],
      ttlSeconds: null,
    };
    const more = {
      words: "reboot",
      isOfCalls: true,
      roles: null,
      opens: [],
      seconds: 60,
      left: null,
      reason: "hung",
    };
    await askAboutCall(ports, session, call, never());
    await askConsent(ports, { act: "issue", lending });
    await askForElevation(ports, session, more, never());
    const { id } = question;
    const { answer: verdict, answeredBy } = answer;
    expect(ports.lines).toMatchObject([
      { id, act: "export", answer: verdict, answeredBy },
      { act: "call" },
      { id, act: "export", answer: verdict, answeredBy },
      { act: "issue" },
      { id, act: "export", answer: verdict, answeredBy },
      { act: "elevate" },
    ]);
  }
});
