import { expect, test } from "vitest";
import { actText } from "../../../../shared/core/consent/question-text.ts";
import {
  isAgreed,
  readAnswer,
  readQuestion,
  shownQuestion,
  unanswered,
  verdicts,
  writeAnswer,
  writeQuestion,
} from "../../../../shared/core/consent/question.ts";
import {
  questionAbout,
  scriptedPerson,
} from "../../../doubles/scripted-person.ts";

const question = questionAbout("session");

test("a question and an answer come back from JSON as they were", () => {
  expect(readQuestion(writeQuestion(question))).toEqual(question);
  const answer = unanswered(new Date(0));
  expect(readAnswer(writeAnswer(answer))).toEqual(answer);
});

test("what is no question and no answer of ours is none", () => {
  const text = writeQuestion(question);
  expect(readQuestion(text.slice(1))).toBeNull();
  expect(readQuestion(text.replace('"session"', '"anything"'))).toBeNull();
  expect(readQuestion(text.replace('"id"', '"more":1,"id"'))).toBeNull();
  expect(readAnswer('{"answer":"once"}')).toBeNull();
});

test("only a person agrees, and only with a yes", () => {
  const at = { answeredAt: question.askedAt };
  const agreed = verdicts.filter((answer) =>
    isAgreed({ answer, answeredBy: "window", ...at }),
  );
  expect(agreed).toEqual(["once", "ten-minutes"]);
  for (const answer of verdicts)
    expect(isAgreed({ answer, answeredBy: null, ...at })).toBe(false);
});

test("that less is asked is said as what would be, before anybody agreed", () => {
  const lending = { context: "lab", production: false, roles: [], ttlSeconds: null }; // prettier-ignore
  expect(actText({ act: "ask-less", ...lending })).toBe(
    'From then on less would be asked about "lab", or its guard would let more through.',
  );
});

test("nothing that somebody else wrote steers where a question is shown", () => {
  const evil = "\u001b[2J\u202egnp\nyes";
  const written = {
    ...question,
    context: evil,
    roles: [evil],
    reason: evil,
    text: evil,
    process: {
      ...question.process,
      name: evil,
      path: evil,
      cwd: evil,
      chain: question.process.chain.map((link) => ({
        ...link,
        path: evil,
        name: evil,
      })),
    },
  };
  const shown = shownQuestion(written);
  const read = readQuestion(writeQuestion(written));
  for (const one of [shown, read]) {
    expect(JSON.stringify(one)).not.toMatch(/\\u001b|\u202e|\\n/);
    expect(JSON.stringify(one).split("⟨U+001B⟩")).toHaveLength(10);
  }
});

test("a text longer than a person reads is cut, and says so", () => {
  const long = shownQuestion({ ...question, reason: "a".repeat(100_000) });
  expect(long.reason).toMatch(/^a{2000}…$/);
});

test("nobody's answer is what is left when a person is gone", async () => {
  const person = scriptedPerson(["once"]);
  const { signal } = new AbortController();
  expect(isAgreed(await person.askPerson(question, signal))).toBe(true);
  expect(await person.askPerson(question, signal)).toEqual(
    unanswered(new Date(question.expiresAt)),
  );
});
