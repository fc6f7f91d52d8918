import { afterEach, expect, test } from "vitest";
import { must, openHost } from "../../doubles/memory-host.ts";
import { questionAbout } from "../../doubles/scripted-person.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

const name = "context-1";

test("a session's calls show as they come, a thousand of them lean, and its end stands beside them", async () => {
  const memory = await openHost(makeTalosconfig(1));
  const { host, sessions } = memory;
  const asked = {
    context: name,
    delivery: "gateway",
    isFollowing: false,
  } as const;
  const { session } = must(await host.ask("sessions.start", asked));
  page = await TestWindow.open(memory);
  await page.go("sessions");
  await page.press(`Calls of the session with ${name}`);
  await page.shows("The program that holds it does not answer.");
  const records = Array.from({ length: 1000 }, (_, index) => ({
    number: index + 1,
    time: "2026-11-29T12:00:00.000Z",
    method: "/machine.MachineService/Version",
    words: `Read the version of node number ${String(index + 1)}`,
    nodes: ["10.0.0.2"],
    process: { pid: 4711, path: "/usr/bin/talosctl\u202e" },
    verdict: "forwarded" as const,
    rule: "default",
    code: 0,
    message: null,
    ms: 12,
    bytesUp: 5,
    bytesDown: 5,
  }));
  sessions.calls.set(session.id, { calls: 1000, held: 0, records });
  await page.shows("1,000 calls");
  await page.shows("Read the version of node number 1000");
  await page.shows(/talosctl⟨U\+202E⟩ \(4711\)/);
  // Those that can be seen.
  await page.lacks("node number 900");
  const [first] = records;
  if (!first) throw new Error("there are some");
  const held = { ...first, number: 1001, ms: null, code: null };
  const words = "Reboot node 10.0.0.2 of context-1";
  const waits = { ...held, verdict: "held" as const, words };
  sessions.calls.set(session.id, {
    calls: 1001,
    held: 1,
    records: [...records, waits],
  });
  await page.shows("1,001 calls, 1 waits");
  await page.shows(words);
  await page.press(`End the session with ${name} and what runs in it`);
  await expect.poll(() => memory.leases.size).toBe(0);
});

test("a call that waits says what it asks for and who asks, and nobody agrees by a click that was meant for something else", async () => {
  const memory = await openHost(makeTalosconfig(1));
  page = await TestWindow.open(memory);
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const text = "Reset node 10.0.0.12 of context-1, wiping EPHEMERAL";
  const question = questionAbout("call", { expiresAt, text, count: 5 });
  memory.questions = [question];
  memory.seeQuestions();
  await page.shows(text);
  expect(page.isEnabled("Allow once")).toBe(false);
  expect(page.isEnabled("Allow the same for ten minutes")).toBe(false);
  expect(page.isEnabled("Deny")).toBe(true);
  await page.shows(/usr.bin.agent \(4711\)/);
  await page.shows(/zsh \(4710\)/);
  await page.shows("/home/ada/infra");
  await page.shows("4 more calls of the session wait behind it");
  memory.questions = [{ ...question, count: 64 }];
  memory.seeQuestions();
  await page.shows("63 more calls of the session wait behind it");
  await expect.poll(() => page.isEnabled("Allow once")).toBe(true);
  await page.press("Deny and end the session");
  await expect.poll(() => memory.answers.length).toBe(1);
  expect(memory.answers).toMatchObject([{ answer: "end-session" }]);
});
