import { expect, test } from "vitest";
import type { ConsentLink } from "../../../../shared/core/consent/question.ts";
import { judgeAnswerer } from "../../../../shared/node/consent/may-answer.ts";
import { questionAbout } from "../../../doubles/scripted-person.ts";

const link = (pid: number, leadsTerminal = false): ConsentLink => ({
  process: { pid, startTime: String(pid), bootId: "a" },
  path: "/usr/bin/node",
  name: "node",
  leadsTerminal,
});

/** exec (30) ← agent (20) ← zsh (10), which leads the terminal 34816; the agent took the terminal away. */
const question = questionAbout("session", {
  process: {
    ...link(30),
    chain: [link(20), link(10, true)],
    cwd: "/",
    terminal: null,
    session: null,
  },
});
const person = {
  chain: [link(40), link(11, true), link(5)],
  terminal: "34817",
  session: null,
};

test.each([
  ["a person on another terminal", {}, null],
  ["nobody's terminal", { terminal: null }, "no-terminal"],
  ["a lent credential", { session: "0" }, "in-session"],
  [
    "a terminal that the agent made",
    { chain: [link(40), link(12, true), link(20), link(10, true)] },
    "same-program",
  ],
  [
    "a child of the program that asks",
    { chain: [link(40), link(30), link(1)] },
    "same-program",
  ],
  [
    "a terminal's window that was started from the same shell",
    { chain: [link(40), link(12, true), link(39), link(10, true)] },
    null,
  ],
  [
    "another process that got the agent's number later",
    {
      chain: [
        link(40),
        { ...link(20), process: { ...link(20).process, startTime: "99" } },
      ],
    },
    null,
  ],
])("%s: %s", (_, changed, expected) => {
  expect(judgeAnswerer(question, { ...person, ...changed }, true)).toBe(
    expected,
  );
});

test("who asks in the background of a terminal is not answered on it", () => {
  const asking = { ...question.process, terminal: person.terminal };
  expect(judgeAnswerer({ ...question, process: asking }, person, true)).toBe(
    "same-terminal",
  );
});

test("a window needs no terminal, and is no child of who asks either", () => {
  const window = { chain: [link(60)], terminal: null, session: null };
  expect(judgeAnswerer(question, window, false)).toBeNull();
  expect(
    judgeAnswerer(question, { ...window, chain: [link(60), link(20)] }, false),
  ).toBe("same-program");
});
