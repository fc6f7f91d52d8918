import { afterEach, describe, expect, test } from "vitest";
import { must, openHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

describe("an answer to a dialog that was left", () => {
  async function guarding() {
    const memory = await openHost(makeTalosconfig(1));
    page = await TestWindow.open(memory);
    await page.go("contexts/context-1");
    await page.press("Calls");
    return memory;
  }

  test("does not close the one that is open by then", async () => {
    const { host } = await guarding();
    await page.fill("Max nodes", "3");
    const arrive = page.hold("contexts.edit");
    await page.press("Save");
    await page.press("Cancel");
    await page.press("Calls");
    await page.fill("Hours", "08-18");
    await arrive();
    await page.press("Save");
    await page.lacks("Guard of");
    expect(must(await host.ask("contexts.show", { name: "context-1" })).guard)
      .toMatchObject({ maxNodes: 3, hours: { from: 8 } }); // prettier-ignore
  });

  test("is told where it says that nothing was done", async () => {
    await guarding();
    await page.fill("Deny", "no such call");
    const arrive = page.hold("contexts.edit");
    await page.press("Save");
    await page.press("Cancel");
    await page.lacks("Guard of");
    await arrive();
    await page.shows("no such call");
  });
});

describe("earlier vaults", () => {
  test("are chosen from when it is known which are there by now", async () => {
    const memory = await openHost(makeTalosconfig(2));
    memory.files.set("/tmp/b", makeTalosconfig(1).replaceAll("context-1", "b")); // prettier-ignore
    page = await TestWindow.open(memory);
    await page.shows("2 contexts");
    await page.drop("/tmp/b");
    await page.press("Import 1");
    await page.shows("1 context imported");
    const edit = { favorite: true };
    must(await memory.host.ask("contexts.edit", { name: "context-1", edit }));
    await page.press("Undo the import");
    const arrive = page.hold("vault.state");
    await page.press("Put an earlier vault back…");
    await page.shows("Open it with the recovery key");
    expect(page.isEnabled("Put it back")).toBe(false);
    await arrive();
    await expect.poll(() => page.isEnabled("Put it back")).toBe(true);
  });
});
