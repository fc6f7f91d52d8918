import { expect, test } from "vitest";
import type { AgentReply } from "../../../../../shared/core/agent/messages.ts";
import type { SessionFacts } from "../../../../../shared/core/sessions/lease.ts";
import {
  SessionElevations,
  type WaysToElevate,
} from "../../../../../shared/node/sessions/gateway/elevate-session.ts";
import { guard } from "../../../../doubles/gateway-session.ts";

const start = Date.parse("2026-01-01T00:00:00Z");
const lifeSeconds = 600;

const facts: SessionFacts = {
  id: "s",
  kind: "exec",
  context: "prod",
  roles: ["os:admin"],
  credential: "derived",
  delivery: "gateway",
  isFollowing: false,
  keepsRunning: false,
  startedAt: new Date(start).toISOString(),
  expiresAt: new Date(start + lifeSeconds * 1000).toISOString(),
};

/** A session at this second of its life; what a person does meanwhile takes time, or ends it. */
function sessionAt(second: number, meanwhile: () => number | "ended") {
  let now = start + second * 1000;
  let isClosed = false;
  const asked: object[] = [];
  const given: number[] = [];
  const ask: WaysToElevate["ask"] = async ({ seconds, left }) => {
    asked.push({ seconds, left });
    const then = meanwhile();
    if (then === "ended") isClosed = true;
    else now += then * 1000;
    return { verdict: "once", refusal: null };
  };
  const clock = { now: () => new Date(now), monotonicMs: () => now };
  const more = new SessionElevations(
    clock,
    { facts, end: () => undefined },
    {
      judge: { guards: [guard({ hold: ["writes"] })] },
      give: (_more, seconds) => given.push(seconds),
      isClosed: () => isClosed,
    },
    { ask, lend: null },
  );
  const request = (seconds: number): Promise<AgentReply> =>
    more.request(
      { words: "reboot", seconds, reason: "now", process: 2 },
      new AbortController().signal,
    );
  return { request, asked, given };
}

test("what is given is over with the session, however long the answer took", async () => {
  const { request, asked, given } = sessionAt(lifeSeconds - 90, () => 50);
  const reply = await request(lifeSeconds);
  expect(reply).toMatchObject({
    ok: true,
    value: { until: facts.expiresAt },
  });
  // What was asked for, and that the session ends before it.
  expect(asked).toEqual([{ seconds: lifeSeconds, left: 90 }]);
  expect(given).toEqual([40]);
});

test("nobody is asked for a session that is over, and nothing is given to one that ended meanwhile", async () => {
  const over = { ok: false, error: { code: "session-missing" } };
  const late = sessionAt(lifeSeconds, () => 0);
  expect(await late.request(60)).toMatchObject(over);
  expect(late.asked).toEqual([]);
  for (const meanwhile of ["ended", 60] as const) {
    const { request, given } = sessionAt(lifeSeconds - 60, () => meanwhile);
    expect(await request(60)).toMatchObject(over);
    expect(given).toEqual([]);
  }
});
