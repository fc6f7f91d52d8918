import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  unanswered,
  type ConsentAnswer,
  type ConsentQuestion,
} from "../../../../shared/core/consent/question.ts";
import { confirmOnDesktop } from "../../../../shared/node/consent/confirm-dialog.ts";
import {
  askingProcess,
  askingProcessAt,
} from "../../../../shared/node/consent/asking-process.ts";
import { FilePerson } from "../../../../shared/node/consent/ask-by-file.ts";
import { QuestionFolder } from "../../../../shared/node/consent/question-folder.ts";
import { questionAbout } from "../../../doubles/scripted-person.ts";

let home: string;
let folder: QuestionFolder;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "tv-consent-"));
  folder = new QuestionFolder(home);
});
afterEach(() => rmSync(home, { recursive: true }));

const nobody = async () => null;
const never = () => new AbortController().signal;

/** A question of this process, which waits for so many milliseconds. */
function ours(
  patienceMs: number,
  changed: Partial<ConsentQuestion> = {},
): ConsentQuestion {
  const now = Date.now();
  return questionAbout("session", {
    askedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + patienceMs).toISOString(),
    process: askingProcess(),
    ...changed,
  });
}

const yes = (answer: ConsentAnswer["answer"]): ConsentAnswer => ({
  answer,
  answeredBy: "terminal",
  answeredAt: new Date().toISOString(),
});
const files = () => readdirSync(join(home, "consent"));

test("no answer in time is no, and nothing is left", async () => {
  const answer = await new FilePerson(folder, nobody).askPerson(
    ours(100),
    never(),
  );
  expect(answer).toMatchObject({ answer: "denied", answeredBy: null });
  expect(files()).toEqual([]);
});

test("the first answer counts", async () => {
  const question = ours(30_000);
  const asked = new FilePerson(folder, nobody).askPerson(question, never());
  expect(await folder.answer(question, yes("denied"))).toBe(true);
  expect(await folder.answer(question, yes("once"))).toBe(false);
  expect(await asked).toMatchObject({ answer: "denied" });
  expect(await folder.answer(question, yes("once"))).toBe(false);
  expect(files()).toEqual([]);
});

test("who asks and gives up withdraws the question", async () => {
  const gone = new AbortController();
  const asked = new FilePerson(folder, nobody).askPerson(
    ours(30_000),
    gone.signal,
  );
  expect(folder.waiting(new Date())).toHaveLength(1);
  gone.abort();
  expect(await asked).toMatchObject({ answeredBy: null });
  expect(files()).toEqual([]);
});

test("the same question asked again is one question with a counter, and both get its answer", async () => {
  const person = new FilePerson(folder, nobody);
  const question = ours(30_000);
  const first = person.askPerson(question, never());
  const second = person.askPerson({ ...question, count: 2 }, never());
  expect(folder.waiting(new Date()).map(({ count }) => count)).toEqual([2]);
  await folder.answer(question, yes("once"));
  expect(await first).toEqual(await second);
});

test("ten minutes for a call go for nothing else that is asked: whoever holds calls knows which", async () => {
  const person = new FilePerson(folder, nobody);
  const first = ours(30_000, { act: "call" });
  const asked = person.askPerson(first, never());
  await folder.answer(first, yes("ten-minutes"));
  expect(await asked).toMatchObject({ answer: "ten-minutes" });
  expect(files()).toEqual([]);
  const other = ours(50, { act: "call", id: "f".repeat(32) });
  expect(await person.askPerson(other, never())).toMatchObject({
    answeredBy: null,
  });
});

test("a dialog is opened only as long as no window is, and taken away when somebody else answers", async () => {
  const opened: string[] = [];
  let isTakenAway = false;
  const dialog = (
    [text]: readonly [string, ...string[]],
    signal: AbortSignal,
  ) => {
    opened.push(text);
    return new Promise<null>((resolve) => {
      signal.addEventListener("abort", () => {
        isTakenAway = true;
        resolve(null);
      });
    });
  };
  const close = folder.openWindow();
  const question = ours(30_000);
  const inWindow = new FilePerson(folder, dialog).askPerson(question, never());
  await folder.answer(question, yes("once"));
  await inWindow;
  expect(opened).toEqual([]);
  close();
  const again = new FilePerson(folder, dialog).askPerson(question, never());
  expect(opened).toHaveLength(1);
  expect(opened[0]).toContain(`Asked by ${process.execPath}`);
  await folder.answer(question, yes("denied"));
  await again;
  expect(isTakenAway).toBe(true);
});

test("a window that may not answer, because it started who asks, leaves the dialog", async () => {
  const asker = spawn("sleep", ["60"]);
  const process = askingProcessAt(asker.pid ?? 0, "");
  const dialog = vi.fn(async () => false);
  const close = folder.openWindow();
  if (!process) throw new Error("it runs");
  const question = ours(30_000, { process: { ...process, session: null } });
  expect(
    await new FilePerson(folder, dialog).askPerson(question, never()),
  ).toMatchObject({ answeredBy: "pinentry" });
  close();
  asker.kill();
});

test.each([
  [true, "once"],
  [false, "denied"],
])("a dialog's answer is the answer: %s", async (isYes, answer) => {
  const dialog = async () => isYes;
  expect(
    await new FilePerson(folder, dialog).askPerson(ours(30_000), never()),
  ).toMatchObject({ answer, answeredBy: "pinentry" });
});

test("ten minutes cover the same of the same caller, and nothing more", async () => {
  const person = new FilePerson(folder, nobody);
  const question = ours(30_000);
  const first = person.askPerson(question, never());
  await folder.answer(question, yes("ten-minutes"));
  await first;
  const next = (changed: Partial<ConsentQuestion>) =>
    person.askPerson(ours(100, { id: "f".repeat(32), ...changed }), never());
  expect(await next({})).toMatchObject({ answer: "ten-minutes" });
  const { process: asking } = question;
  const [caller, ...above] = asking.chain;
  if (!caller) throw new Error("somebody started us");
  const other = { ...caller, process: { ...caller.process, startTime: "1" } };
  for (const changed of [
    { act: "export" },
    { context: "lab" },
    { roles: ["os:admin", "os:reader"] },
    { ttlSeconds: 3601 },
    { ttlSeconds: null },
    { production: false },
    { opens: ["take a kubeconfig"] },
    { agent: "robot" },
    { process: { ...asking, chain: [other, ...above] } },
    { process: { ...asking, chain: [] } },
  ] as const)
    expect(await next(changed)).toMatchObject({ answeredBy: null });
});

test("ten minutes do not cover that less is asked: the next change may be about something else", async () => {
  const person = new FilePerson(folder, nobody);
  const question = ours(30_000, { act: "ask-less" });
  const first = person.askPerson(question, never());
  await folder.answer(question, yes("ten-minutes"));
  await first;
  const again = ours(100, { act: "ask-less", id: "f".repeat(32) });
  expect(await person.askPerson(again, never())).toMatchObject({
    answeredBy: null,
  });
});

test("a question whose asker is gone, or that lies under another name, is none", () => {
  const gone = ours(30_000);
  const { process: asking } = gone;
  const dead = { ...asking.process, startTime: "1" };
  expect(
    folder.ask({ ...gone, process: { ...asking, process: dead } }).ok,
  ).toBe(true);
  expect(folder.waiting(new Date())).toEqual([]);
  folder.ask(gone);
  const path = (name: string) => join(home, "consent", name);
  const text = readFileSync(path(`${gone.id}.question`), "utf8");
  folder.withdraw(gone.id);
  writeFileSync(path(`${"0".repeat(32)}.question`), text);
  writeFileSync(path("elsewhere"), text);
  symlinkSync(path("elsewhere"), path(`${gone.id}.question`));
  expect(folder.waiting(new Date())).toEqual([]);
});

test("what a killed asker or window left is removed by the next one", () => {
  const left = ours(30_000, { id: "1".repeat(32) });
  const { process: asking } = left;
  const dead = { ...asking.process, startTime: "1" };
  folder.ask({ ...left, process: { ...asking, process: dead } });
  writeFileSync(
    join(home, "consent", "99999.window"),
    JSON.stringify({ ...dead, pid: 99_999 }),
  );
  expect(folder.hasWindowFor(left)).toBe(false);
  folder.ask(ours(30_000));
  expect(files()).toEqual([`${ours(1).id}.question`]);
});

test("what a killed asker left is given once, with what was said meanwhile; a call once its time is over", async () => {
  const person = new FilePerson(folder, nobody);
  const asker = spawn("sleep", ["60"]);
  const process = askingProcessAt(asker.pid ?? 0, "");
  if (!process) throw new Error("it runs");
  const ids = ["1", "2", "3"].map((digit) => digit.repeat(32));
  const [said, unsaid, call] = ids.map((id, index) =>
    ours(30_000, { id, process, ...(index === 2 ? { act: "call" } : {}) }),
  );
  if (!said || !unsaid || !call) throw new Error("three were made");
  for (const one of [said, unsaid, call]) folder.ask(one);
  await folder.answer(said, yes("once"));
  expect(person.takeAbandoned(new Date())).toEqual([]);
  asker.kill("SIGKILL");
  await once(asker, "close");
  const left = person.takeAbandoned(new Date());
  expect(
    new Map(left.map(({ question, answer }) => [question.id, answer.answer])),
  ).toEqual(
    new Map([
      [said.id, "once"],
      [unsaid.id, "denied"],
    ]),
  );
  expect(files()).toEqual([`${call.id}.question`]);
  const later = new Date(Date.now() + 60_000);
  expect(person.takeAbandoned(later)).toMatchObject([{ question: call }]);
  expect(person.takeAbandoned(later)).toEqual([]);
  expect(files()).toEqual([]);
});

test("an answer that is no answer of ours is none", async () => {
  const asked = new FilePerson(folder, nobody).askPerson(ours(300), never());
  writeFileSync(
    join(home, "consent", `${ours(1).id}.answer`),
    '{"answer":"once"}',
  );
  const answer = await asked;
  expect(answer).toMatchObject({ answer: "denied", answeredBy: null });
  expect(unanswered(new Date(answer.answeredAt))).toEqual(answer);
});

const programs = {
  "pinentry-qt": (answer: string) =>
    `#!/bin/sh\necho OK\nwhile read -r command rest; do case "$command" in CONFIRM) sleep 0.4; echo ${answer};; BYE) exit 0;; *) echo OK; echo "$command $rest" >> "${home}/said";; esac; done\n`,
  zenity: (answer: string) =>
    `#!/bin/sh\nprintf '%s\\n' "$@" > "${home}/said"\nsleep 0.4\nexit ${answer}\n`,
} as const;

test.each([
  ["pinentry-qt", "OK", true],
  ["pinentry-qt", "ERR 83886194 Not confirmed", false],
  ["zenity", "0", true],
  ["zenity", "1", false],
] as const)(
  "%s of the system asks, and %s is %s",
  async (name, answer, expected) => {
    const before = { ...process.env };
    process.env["DISPLAY"] = ":0";
    process.env["TALOS_VAULT_PINENTRY"] = "/bin/true";
    writeFileSync(join(home, name), programs[name](answer), { mode: 0o755 });
    const text = "From now on\n<b>less</b> 100 % \u202eis asked.";
    expect(await confirmOnDesktop([text], never(), [home])).toBe(expected);
    const said = readFileSync(join(home, "said"), "utf8");
    expect(said).toContain("⟨U+202E⟩is asked.");
    process.env = before;
  },
);

test("a question that is longer than a line of pinentry is asked shorter, or in another dialog", async () => {
  const before = { ...process.env };
  process.env["DISPLAY"] = ":0";
  const strict = `#!/bin/sh\necho OK\nwhile read -r line; do [ \${#line} -le 1000 ] || exit 2; case "$line" in SETDESC*) echo OK; echo "$line" > "${home}/said";; CONFIRM) sleep 0.4; echo OK;; BYE) exit 0;; *) echo OK;; esac; done\n`;
  writeFileSync(join(home, "pinentry-qt"), strict, { mode: 0o755 });
  const long = "by \u{1f600}%".repeat(125);
  expect(await confirmOnDesktop([long, "by zsh"], never(), [home])).toBe(true);
  expect(readFileSync(join(home, "said"), "utf8")).toBe("SETDESC by zsh\n");
  expect(await confirmOnDesktop([long], never(), [home])).toBeNull();
  writeFileSync(join(home, "zenity"), programs.zenity("0"), { mode: 0o755 });
  expect(await confirmOnDesktop([long, long], never(), [home])).toBe(true);
  expect(readFileSync(join(home, "said"), "utf8")).toContain(long);
  process.env = before;
});

test("a program that the asker's environment names is not asked", async () => {
  const before = { ...process.env };
  const yesMan = join(home, "zenity");
  writeFileSync(yesMan, `#!/bin/sh\ntouch "${home}/asked"\nexit 0\n`, {
    mode: 0o755,
  });
  process.env["DISPLAY"] = ":0";
  process.env["PATH"] = home;
  process.env["TALOS_VAULT_PINENTRY"] = yesMan;
  expect(
    await confirmOnDesktop(["x"], never(), [join(home, "none")]),
  ).toBeNull();
  expect(existsSync(join(home, "asked"))).toBe(false);
  process.env = before;
});
