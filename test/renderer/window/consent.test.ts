import { afterEach, expect, test } from "vitest";
import { must, openHost } from "../../doubles/memory-host.ts";
import {
  questionAbout,
  scriptedPerson,
} from "../../doubles/scripted-person.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

test("the settings have a person asked across the vault, and asking for less asks one", async () => {
  const memory = await openHost(makeTalosconfig(1));
  const { host } = memory;
  page = await TestWindow.open(memory);
  await page.go("settings");
  await page.shows("Ask a person");
  await page.fill("Ask a person", "always");
  const rule = async () => must(await host.ask("vault.facts", {})).consent;
  await expect.poll(rule).toBe("always");
  memory.consent = scriptedPerson(["denied", "once"]);
  await page.fill("Ask a person", "never");
  await page.shows("A person was asked, and said no.");
  expect(await rule()).toBe("always");
  await page.fill("Ask a person", "never");
  await expect.poll(rule).toBe("never");
});

test("a question stands over whatever page is shown, and one of the whole vault says so", async () => {
  const memory = await openHost(makeTalosconfig(1));
  page = await TestWindow.open(memory);
  await page.go("activity");
  const future = new Date(Date.now() + 60_000).toISOString();
  const question = questionAbout("ask-less", {
    context: "vault",
    scope: "vault",
    expiresAt: future,
    text: "From now on less is asked.",
  });
  memory.questions = [question];
  memory.seeQuestions();
  await page.shows("A program asks for less to be asked");
  await page.shows("From now on less is asked.");
  await page.press("Deny");
  await expect.poll(() => memory.answers.length).toBe(1);
  expect(memory.answers).toMatchObject([{ answer: "denied" }]);
});

test("a question that was answered is gone at once, and the next one can be answered", async () => {
  const memory = await openHost(makeTalosconfig(1));
  page = await TestWindow.open(memory);
  await page.shows("1 context");
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const texts = ["The first one.", "The second one."];
  memory.questions = texts.map((text, place) =>
    questionAbout("session", { id: String(place).repeat(32), expiresAt, text }),
  );
  memory.seeQuestions();
  await page.shows(texts[0] ?? "");
  const arrive = page.hold("approvals.list");
  await page.press("Deny");
  await page.shows(texts[1] ?? "");
  await page.lacks(texts[0] ?? "");
  await arrive();
});
