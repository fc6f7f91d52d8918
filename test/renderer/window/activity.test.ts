import { afterEach, expect, test } from "vitest";
import { must, openHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

async function open() {
  const memory = await openHost(makeTalosconfig(2));
  const { ledger } = memory.vault;
  await ledger.record(
    { event: "session.start", context: "context-1", roles: ["os:reader"] },
    { event: "call", context: "context-2", detail: { verdict: "denied" } },
  );
  page = await TestWindow.open(memory);
  return { memory, ledger };
}

test("events are shown newest first, of a context alone where one comes from its page, and what is new appears", async () => {
  const { memory, ledger } = await open();
  await page.go("activity");
  await page.shows(/Call to a node.*Session started/);
  await page.go("activity/context/context-1");
  await page.shows("Session started");
  expect(page.text).not.toContain("Call to a node");
  await ledger.record({ event: "session.end", context: "context-1" });
  memory.seeOnDisk("audit");
  await page.shows(/Session ended.*Session started/);
  await page.press("Show all again, not only: Context context-1");
  await page.shows("Call to a node");
});

test("what happened under a name that production had before is marked as production", async () => {
  const memory = await openHost(makeTalosconfig(2));
  const { host, vault } = memory;
  await vault.ledger.record(
    { event: "session.start", context: "context-1" },
    { event: "session.start", context: "context-2" },
  );
  must(await host.ask("contexts.rename", { from: "context-1", to: "eu" }));
  const edit = { production: true };
  must(await host.ask("contexts.edit", { name: "eu", edit }));
  page = await TestWindow.open(memory);
  await page.go("activity");
  await page.shows("Session startedcontext-1production");
  expect(page.text).not.toContain("context-2production");
});

test("a break is explained, and a log that was cut is accepted by its button, with a reason", async () => {
  const { ledger } = await open();
  await page.go("activity");
  await page.shows("Sealed to line");
  await page.press("Verify");
  await page.shows("fit each other");
  ledger.lose();
  await ledger.record({ event: "unlock" });
  await page.press("Verify");
  await page.shows(/the keychain knows line \d+: .*The newest events are gone/);
  await page.press("Accept the log…");
  await page.shows("You give up what the keychain knows");
  await page.shows("Say why.");
  await page.fill("Reason", "a restored backup");
  await page.shows("Type the number of the line.");
  const [, line = ""] = /Type (\d+), the number/.exec(page.text) ?? [];
  await page.fill(`Type ${line}, the number of the line that is lost, to go on`, line); // prettier-ignore
  await page.press("Accept it");
  await page.shows("was accepted as it is");
  await page.shows("a restored backup");
  expect(ledger.events.at(-1)).toMatchObject({ event: "log.accept" });
  await page.press("Verify");
  await page.shows(/With line \d+ a person took this log/);
});

test("a lock leaves no context's name in the address", async () => {
  const { memory } = await open();
  await page.go("activity/context/context-1");
  await page.shows("Session started");
  await memory.host.lock("A test.");
  await page.shows("The vault is locked");
  expect(page.place).not.toContain("context-1");
});
