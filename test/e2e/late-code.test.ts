import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import { BrowserApp } from "./browser-app.ts";
import { describeE2e } from "./describe-e2e.ts";
import { firstRun } from "./scenarios.ts";

const keys = ["Control+k", "Control+l", "Control+1", "?", "ArrowDown"];

describeE2e("code of the page that comes late", ["chromium"], () => {
  let machine: Machine;
  let app: BrowserApp;

  beforeAll(async () => {
    machine = await Machine.start();
    app = await BrowserApp.start(machine);
    await firstRun(app);
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
  });

  const button = (name: string) =>
    app.page.getByRole("button", { name, exact: true });
  const focused = () => app.page.locator(":focus");
  const codeOf = (name: string) => `**/assets/${name}-*.js`;
  const lock = async () => {
    await button("Lock").click();
    await button("Unlock").waitFor();
  };
  const hold = async (name: string) => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await app.page.route(codeOf(name), async (route) => {
      await released;
      await route.continue();
    });
    return release;
  };

  test("that cannot be read is said, and the way to try again has the focus", async () => {
    const { page } = app;
    await lock();
    await page.route(codeOf("shell"), (route) => route.abort());
    await page.reload();
    // Nothing of what cannot be read is needed here.
    await button("Unlock").press("Enter");
    await page
      .getByRole("heading", { name: "This page cannot be shown" })
      .waitFor();
    await button("Load it again").and(focused()).waitFor();
    await page.unroute(codeOf("shell"));
    await page.keyboard.press("Enter");
    await page.getByRole("navigation").waitFor();
  });

  test("leaves the keys to it, and gives it the focus", async () => {
    const { page } = app;
    await lock();
    const showOtherWays = await hold("recovery-page");
    const showShell = await hold("shell");
    await page.reload();
    const starting = page.getByRole("progressbar", { name: "Starting" });
    await button("Other ways…").press("Enter");
    await starting.waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    showOtherWays();
    const title = page.getByRole("heading", { name: /^Other ways into/ });
    await title.waitFor();
    await page.locator("button:focus").waitFor();
    await button("Back").press("Enter");

    await button("Unlock").press("Enter");
    await starting.waitFor({ state: "attached" });
    for (const key of keys) await page.keyboard.press(key);
    showShell();
    await page.locator("main:focus").waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
    // The page that is there now has its keys.
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").and(focused()).waitFor();
  });
});
