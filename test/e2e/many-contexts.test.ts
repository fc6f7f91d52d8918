import { afterAll, beforeAll, expect, test } from "vitest";
import type { Machine } from "../cli/harness.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import type { BrowserApp } from "./browser-app.ts";
import { startWithContexts } from "./browser-with-contexts.ts";
import { describeE2e } from "./describe-e2e.ts";

const contexts = 300;

describeE2e("a vault of many contexts", ["chromium"], () => {
  let machine: Machine;
  let app: BrowserApp;

  beforeAll(async () => {
    ({ machine, app } = await startWithContexts(makeTalosconfig(contexts)));
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
  });

  test("has its contexts searched for, production marked, where one is chosen", async () => {
    const { page } = app;
    await machine.run(["set", "context-77", "--production"]);
    await page.getByRole("link", { name: /^Sessions/ }).click();
    await page.getByRole("button", { name: "Start a session…" }).click();
    const field = page.getByRole("combobox", { name: "Context" });
    await field.fill("context-77");
    const option = page.getByRole("option", { name: /^context-77/ });
    await option.getByText("production").waitFor();
    // Only what can be seen is drawn.
    await field.fill("context");
    await expect
      .poll(() => page.getByRole("option").count())
      .toBeGreaterThan(5);
    expect(await page.getByRole("option").count()).toBeLessThan(60);
    await field.fill("77");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(() => field.inputValue()).toMatch(/77/);
    expect(
      await page.getByRole("dialog", { name: "Start a session" }).count(),
    ).toBe(1);
    expect(app.troubles.all).toEqual([]);
  });
});
