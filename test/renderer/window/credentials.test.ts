import { afterEach, test } from "vitest";
import { must, openHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

test("credentials are narrowed by chips, and by the role and the cluster that they are for", async () => {
  const memory = await openHost(makeTalosconfig(2));
  const { host } = memory;
  memory.chosenFile = "/tmp/out";
  for (const name of ["context-1", "context-2"])
    must(await host.ask("contexts.export", { names: [name] }));
  const edit = { production: true };
  must(await host.ask("contexts.edit", { name: "context-2", edit }));
  page = await TestWindow.open(memory);
  await page.go("activity/credentials");
  await page.shows("2 issued or exported");
  await page.press("Filter");
  await page.press("Production");
  await page.shows("1 issued or exported");
  await page.press("Show all again, not only: Production");
  await page.shows("2 issued or exported");
  await page.press("Filter");
  await page.press("Ends soon");
  await page.shows("No entries match.");
  await page.press("Show all again, not only: Ends soon");
  await page.press("Filter");
  await page.fill("Role", "os:reader");
  await page.shows("2 issued or exported");
  await page.shows(/os:reader/);
  await page.fill("Search credentials", "context-1");
  await page.shows("1 issued or exported");
});
