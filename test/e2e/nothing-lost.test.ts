import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import { makeFleet } from "../doubles/fleet.ts";
import { BrowserApp } from "./browser-app.ts";
import { describeE2e } from "./describe-e2e.ts";
import * as scenarios from "./scenarios.ts";

describeE2e("nothing is lost by a click", ["chromium"], () => {
  let machine: Machine;
  let app: BrowserApp;

  beforeAll(async () => {
    machine = await Machine.start();
    app = await BrowserApp.start(machine);
    await scenarios.firstRun(app);
    const file = machine.file("talosconfig", makeFleet().talosconfig);
    await scenarios.importFile(app, file);
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
  });

  const names = async () => {
    const { stdout } = await machine.run(["list", "--json"]);
    const { contexts } = JSON.parse(stdout) as { contexts: { name: string }[] };
    return contexts.map(({ name }) => name);
  };
  const goTo = (hash: string) =>
    app.page.evaluate((to) => {
      const page = globalThis as unknown as { location: { hash: string } };
      page.location.hash = to;
    }, hash);
  const button = (name: string) =>
    app.page.getByRole("button", { name, exact: true }).first();
  const remove = async (name: string) => {
    await goTo(`#/contexts/${name}`);
    await button(`More about ${name}`).click();
    await app.page.getByRole("menuitem", { name: "Remove" }).click();
    await app.page.getByText(`Removed ${name}.`).waitFor();
  };

  test("Undo takes back what its message names, whatever was changed since", async () => {
    const { page } = app;
    await remove("homelab");
    await remove("prod-us");
    await machine.run(["set", "edge-fra1", "--note", "changed meanwhile"]);
    await page
      .getByRole("status")
      .filter({ hasText: "Removed homelab." })
      .or(page.getByRole("listitem").filter({ hasText: "Removed homelab." }))
      .getByRole("button", { name: "Undo" })
      .first()
      .click();
    await page.getByText("Put homelab back.").waitFor();
    expect(await names()).toContain("homelab");
    expect(await names()).not.toContain("prod-us");
  });

  test("what was removed is put back from the list, or removed for good", async () => {
    const { page } = app;
    await goTo("#/contexts");
    await button("Recently removed").click();
    const dialog = page.getByRole("dialog", { name: "Recently removed" });
    await dialog.getByRole("button", { name: "Put prod-us back" }).click();
    await dialog.getByText("Nothing is left to put back.").waitFor();
    expect(await names()).toContain("prod-us");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await remove("prod-us");
    await button("Recently removed").click();
    await dialog
      .getByRole("button", { name: "Remove prod-us for good" })
      .click();
    await dialog.getByText("Nothing is left to put back.").waitFor();
    const listed = await machine.run(["removed", "--json"]);
    expect(JSON.parse(listed.stdout)).toEqual({ removed: [] });
    await page.keyboard.press("Escape");
    expect(app.troubles.all).toEqual([]);
  });
});
