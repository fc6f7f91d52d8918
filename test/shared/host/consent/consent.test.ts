import { expect, test } from "vitest";
import {
  must,
  openHost,
  type MemoryHost,
} from "../../../doubles/memory-host.ts";
import {
  questionAbout,
  scriptedPerson,
} from "../../../doubles/scripted-person.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const name = "context-1";
const needed = { ok: false, error: { code: "consent-needed" } };
const root = {
  context: name,
  isStored: true,
  ttlSeconds: 600,
  delivery: "fd",
  isFollowing: false,
} as const;

async function openMarked(): Promise<MemoryHost> {
  const memory = await openHost(makeTalosconfig(1, ["os:admin"]));
  const edit = { production: true };
  must(await memory.host.ask("contexts.edit", { name, edit }));
  return memory;
}

test("a session waits for a person, and starts when they agree", async () => {
  const memory = await openMarked();
  expect(await memory.host.ask("sessions.start", root)).toMatchObject(needed);
  const person = scriptedPerson(["denied", "once"]);
  memory.consent = person;
  expect(await memory.host.ask("sessions.start", root)).toMatchObject({
    ok: false,
    error: { code: "declined" },
  });
  must(await memory.host.ask("sessions.start", root));
  expect(person.asked).toMatchObject([
    { act: "session", context: name, production: true, roles: ["os:admin"] },
    { act: "session" },
  ]);
  const { asked } = memory.vault.ledger.now();
  const answers = asked.map(({ answer, answeredBy }) =>
    [answer, answeredBy ?? "nobody"].join(" by "),
  );
  expect(answers.toSorted()).toEqual([
    "denied by nobody",
    "denied by window",
    "once by window",
  ]);
});

test("a reason and the name that a person types in the window are an answer, and recorded as one", async () => {
  const memory = await openMarked();
  const said = { reason: "disk full", confirmation: name };
  const { session } = must(
    await memory.host.ask("sessions.start", { ...root, ...said }),
  );
  const { asked } = memory.vault.ledger.now();
  expect(asked).toMatchObject([
    { answer: "once", answeredBy: "window", reason: "disk full" },
  ]);
  const extend = { id: session.id, seconds: 7200 };
  expect(await memory.host.ask("sessions.extend", extend)).toMatchObject(
    needed,
  );
  memory.consent = scriptedPerson(["once"]);
  must(await memory.host.ask("sessions.extend", extend));
});

test("an export and less that is asked wait for a person too", async () => {
  const memory = await openMarked();
  memory.chosenFile = "/chosen";
  const names = [name];
  expect(await memory.host.ask("contexts.export", { names })).toMatchObject(
    needed,
  );
  expect(memory.files.has("/chosen")).toBe(false);
  for (const edit of [{ production: false }, { consent: "never" }] as const)
    expect(
      await memory.host.ask("contexts.edit", { name, edit }),
    ).toMatchObject(needed);
  const person = scriptedPerson(["once", "once"]);
  memory.consent = person;
  must(await memory.host.ask("contexts.export", { names }));
  must(
    await memory.host.ask("contexts.edit", {
      name,
      edit: { consent: "never" },
    }),
  );
  expect(person.asked.map(({ act }) => act)).toEqual(["export", "ask-less"]);
});

test("less that is asked of the whole vault waits for a person, and more does not", async () => {
  const memory = await openHost(makeTalosconfig(1));
  const { host } = memory;
  const rule = async () => must(await host.ask("vault.facts", {})).consent;
  expect(await rule()).toBeNull();
  must(await host.ask("vault.set-consent", { rule: "always" }));
  const less = { rule: "writes" } as const;
  expect(await host.ask("vault.set-consent", less)).toMatchObject(needed);
  expect(await rule()).toBe("always");
  const person = scriptedPerson(["once"]);
  memory.consent = person;
  must(await host.ask("vault.set-consent", less));
  expect(await rule()).toBe("writes");
  expect(person.asked).toMatchObject([
    { act: "ask-less", context: "vault", scope: "vault" },
  ]);
  expect(memory.vault.ledger.now().asked).toContainEqual(
    expect.objectContaining({ scope: "vault", answer: "once" }),
  );
});

/** What takes a rule away that was just made stricter, in the window. */
async function madeStricter(rule: "context" | "vault") {
  const memory = await openHost(makeTalosconfig(1, ["os:admin"]));
  const { host } = memory;
  const before = must(await host.ask("vault.facts", {})).generation;
  if (rule === "vault")
    must(await host.ask("vault.set-consent", { rule: "always" }));
  else
    must(
      await host.ask("contexts.edit", { name, edit: { consent: "always" } }),
    );
  const present = async () =>
    must(await host.ask("contexts.show", { name })).consent;
  expect(await present()).toBe("always");
  return { memory, host, generation: String(before), present };
}

test.each(["context", "vault"] as const)(
  "an undo that has less asked waits for a person: the rule of the %s",
  async (rule) => {
    const { memory, host, present } = await madeStricter(rule);
    expect(await host.ask("vault.undo", {})).toMatchObject(needed);
    expect(await present()).toBe("always");
    const person = scriptedPerson(["denied", "once"]);
    memory.consent = person;
    expect((await host.ask("vault.undo", {})).ok).toBe(false);
    expect(await present()).toBe("always");
    must(await host.ask("vault.undo", {}));
    expect(await present()).toBe("never");
    expect(person.asked.map(({ act }) => act)).toEqual([
      "ask-less",
      "ask-less",
    ]);
  },
);

test("an undo that has more asked, or the same, asks nobody", async () => {
  const memory = await openMarked();
  memory.consent = scriptedPerson(["once"]);
  const edit = { consent: "never" } as const;
  must(await memory.host.ask("contexts.edit", { name, edit }));
  memory.consent = scriptedPerson([]);
  must(await memory.host.ask("vault.undo", {}));
  const { consent } = must(await memory.host.ask("contexts.show", { name }));
  expect(consent).toBe("writes");
});

test.each(["context", "vault"] as const)(
  "an earlier generation that has less asked waits for a person: the rule of the %s",
  async (rule) => {
    const { memory, host, generation, present } = await madeStricter(rule);
    const restore = { kind: "generation", generation } as const;
    expect(await host.ask("vault.restore", restore)).toMatchObject(needed);
    const asked = must(await host.ask("vault.ask-restore", restore));
    const answer = { kind: "asked", token: asked?.token ?? "" } as const;
    expect(await host.ask("vault.restore", answer)).toMatchObject(needed);
    expect(await present()).toBe("always");
    // The question stands, and is answered once more.
    memory.consent = scriptedPerson(["once"]);
    must(await host.ask("vault.restore", answer));
    expect(await present()).toBe("never");
  },
);

test("what other programs ask is shown, notified once, and answered by a person", async () => {
  const memory = await openMarked();
  const question = questionAbout("export");
  memory.questions = [question];
  memory.seeQuestions();
  memory.seeQuestions();
  expect(memory.notified).toEqual([
    `A program waits for your answer: ${question.text}`,
  ]);
  expect(memory.events).toContainEqual({ kind: "approvals" });
  expect(must(await memory.host.ask("approvals.list", {}))).toEqual([question]);
  const { id } = question;
  must(await memory.host.ask("approvals.answer", { id, answer: "once" }));
  expect(memory.answers).toMatchObject([
    { answer: "once", answeredBy: "window" },
  ]);
});

test("a locked window shows and answers nothing, nor does one that who asks has started", async () => {
  const memory = await openMarked();
  const question = questionAbout("export");
  const answer = { id: question.id, answer: "once" } as const;
  memory.mayAnswer = false;
  memory.questions = [question];
  memory.seeQuestions();
  expect(memory.notified).toEqual([]);
  expect(must(await memory.host.ask("approvals.list", {}))).toEqual([]);
  expect((await memory.host.ask("approvals.answer", answer)).ok).toBe(false);
  memory.mayAnswer = true;
  must(await memory.host.ask("vault.lock", {}));
  memory.seeQuestions();
  expect(memory.notified).toEqual([]);
  expect(await memory.host.ask("approvals.answer", answer)).toMatchObject({
    ok: false,
    error: { code: "vault-locked" },
  });
  expect(memory.answers).toEqual([]);
});
