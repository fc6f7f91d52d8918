import { afterEach, test } from "vitest";
import { openHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

test("the help leads to the guide, in which words are looked for and links go on, and to the keys", async () => {
  page = await TestWindow.open(await openHost(makeTalosconfig(1)));
  await page.press("Help");
  await page.shows("It keeps credentials of Talos Linux clusters");
  await page.press("Guide");
  await page.shows("Every verb explains itself");
  await page.shows("Servers without a keychain");
  // What stands in a block of code is no heading, and Markdown's own signs are not shown.
  await page.lacks("# the colleague:#");
  await page.lacks(/\*\*|\]\(#/);
  await page.fill("Search the guide", "KEYCHAIN passphrase-fd");
  await page.shows("Servers without a keychain");
  await page.lacks("Every verb explains itself");
  await page.fill("Search the guide", "no section has this");
  await page.shows("No section has these words.");
  await page.fill("Search the guide", "stable keys");
  await page.press("Two machines");
  await page.shows("Servers without a keychain");
  await page.press("Close");
  await page.press("Help");
  await page.press("Keyboard shortcuts");
  await page.shows("In the list of contexts");
  await page.shows("F1");
});

test("a locked vault has the help too, from its page and from the application's menu", async () => {
  const memory = await openHost(makeTalosconfig(1));
  page = await TestWindow.open(memory);
  await page.press("Help");
  await page.press("Keyboard shortcuts");
  await memory.host.lock("a test");
  await page.lacks("In the list of contexts");
  await page.shows("The vault is locked");
  await page.press("Help");
  await page.press("Copy diagnostics");
  await page.shows("There is no name, address or key in it");
  await page.press("Close");
  memory.host.show("guide");
  await page.shows("Every verb explains itself");
});
