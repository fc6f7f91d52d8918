import { afterEach, expect, test } from "vitest";
import { must, openHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

const name = "context-1";

test("the guard of a context is shown, changed and tightened for what runs, in the words of the command line", async () => {
  const memory = await openHost(makeTalosconfig(1));
  const guardNow = async () =>
    must(await memory.host.ask("contexts.show", { name })).guard;
  memory.sessions.runGuarded(name);
  page = await TestWindow.open(memory);
  await page.shows("No guard of its own.");
  await page.press("Calls");
  await page.fill("Deny", "etcd snapshot");
  await page.fill("Hold", "writes");
  await page.fill("Max nodes", "none");
  expect(page.isEnabled("Save")).toBe(false);
  await page.fill("Max nodes", "3");
  await page.fill("Hours", "18");
  expect(page.isEnabled("Save")).toBe(false);
  await page.fill("Hours", "08-18");
  await page.press("Save");
  await page.lacks("Max nodes");
  await page.shows("max-nodes");
  const set = {
    deny: ["etcd snapshot"],
    hold: ["writes"],
    maxNodes: 3,
    hours: { from: 8, until: 18 },
  };
  expect(await guardNow()).toEqual(set);
  expect(memory.sessions.tightened).toEqual([{ context: name, rules: set }]);

  // Nobody agrees here that less is to be asked: it stays.
  await page.press("Calls");
  await page.press("Clear all");
  await page.press("Save");
  await page.shows("A person was asked, and nobody answered");
  expect(await guardNow()).toEqual(set);
  await page.press("Cancel");

  await page.press("Calls");
  await page.fill("Deny", "nonsense");
  await page.press("Save");
  await page.shows('"nonsense" is no group, no method of Talos');
  expect(await guardNow()).toEqual(set);
});
