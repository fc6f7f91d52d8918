import { expect, test } from "vitest";
import type { ConsentVerdict } from "../../../../../shared/core/consent/question.ts";
import type { ElevationToAskAbout } from "../../../../../shared/core/consent/elevation-to-ask-about.ts";
import { askForElevation } from "../../../../../shared/core/usecases/consent/ask-for-elevation.ts";
import {
  askingPorts,
  scriptedPerson,
} from "../../../../doubles/scripted-person.ts";

const session = {
  context: "prod",
  production: true,
  roles: ["os:reader"],
  agent: "robot",
};
const snapshot: ElevationToAskAbout = {
  words: "etcd snapshot",
  isOfCalls: true,
  roles: ["os:etcd:backup"],
  opens: ["take an etcd snapshot"],
  seconds: 600,
  left: null,
  reason: "before the upgrade",
};

async function asked(
  more: ElevationToAskAbout,
  said: readonly ConsentVerdict[],
  isFull = false,
) {
  const person = scriptedPerson(said);
  const ports = askingPorts(person, isFull);
  const { signal } = new AbortController();
  const answer = await askForElevation(ports, session, more, signal);
  return { answer, lines: ports.lines, question: person.asked[0] };
}

test("a person is told what it can do then, for how long, why, and what lasts longer", async () => {
  const { answer, lines, question } = await asked(snapshot, ["once"]);
  expect(answer).toEqual({ verdict: "once", refusal: null });
  expect(question).toMatchObject({
    act: "elevate",
    roles: ["os:etcd:backup"],
    ttlSeconds: 600,
    agent: "robot",
    reason: "before the upgrade",
    text: 'The agent "robot" may call etcd snapshot on "prod" (production) for 10 minutes as often as it wants and without a question, with os:etcd:backup. What it takes out may last longer: it can take an etcd snapshot.',
  });
  expect(lines).toMatchObject([
    { note: "asked", act: "elevate", answer: "once", text: question?.text },
  ]);
});

test("of a session that ends before, it is said when that is, in words", async () => {
  const { question } = await asked({ ...snapshot, left: 295 }, ["denied"]);
  expect(question?.text).toContain("for 10 minutes, or until the session ends, in about 5 minutes, as often"); // prettier-ignore
  expect(question?.ttlSeconds).toBe(295);
});

test("of a role it is said that what is asked about stays so", async () => {
  const role = { ...snapshot, isOfCalls: false, roles: ["os:operator"], opens: [] }; // prettier-ignore
  const { question } = await asked(role, ["ten-minutes"]);
  expect(question?.text).toBe(
    'The agent "robot" has os:operator on "prod" (production) for 10 minutes. What is asked about stays so.',
  );
});

test.each([[["denied"]], [["end-session"]], [[]]] as const)(
  "%j gives nothing, and is written down",
  async (said) => {
    const { answer, lines } = await asked(snapshot, said);
    expect(answer.verdict).toBe(said[0] ?? "denied");
    expect(answer.refusal).not.toBeNull();
    expect(lines).toHaveLength(1);
  },
);

test("a yes that cannot be written down is a no", async () => {
  const { answer } = await asked(snapshot, ["once"], true);
  expect(answer).toMatchObject({
    verdict: "denied",
    refusal: { code: "disk-full" },
  });
});
