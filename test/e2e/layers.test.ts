import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import { makeFleet } from "../doubles/fleet.ts";
import { BrowserApp } from "./browser-app.ts";
import { describeE2e } from "./describe-e2e.ts";
import * as scenarios from "./scenarios.ts";

const imitation = "prod-eu\u202e";

describeE2e("one layer at a time, and names as they are", ["chromium"], () => {
  let machine: Machine;
  let app: BrowserApp;

  beforeAll(async () => {
    machine = await Machine.start();
    app = await BrowserApp.start(machine);
    await scenarios.firstRun(app);
    const { talosconfig } = makeFleet();
    const file = machine.file("talosconfig", talosconfig);
    await scenarios.importFile(app, file);
    await machine.run(["rename", "homelab", imitation]);
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
  });

  const show = async (name: string) =>
    JSON.parse((await machine.run(["show", name, "--json"])).stdout) as Record<
      string,
      unknown
    >;
  const goTo = (hash: string) =>
    app.page.evaluate((to) => {
      const page = globalThis as unknown as { location: { hash: string } };
      page.location.hash = to;
    }, hash);
  const button = (name: string | RegExp) =>
    app.page.getByRole("button", { name }).first();
  const calls = () => {
    const seen: string[] = [];
    app.page.on("request", (request) => {
      const [, name = ""] = /\/call\/(.*)$/.exec(request.url()) ?? [];
      if (/use|edit|lock|end|issue|rename|remove|start|export/.test(name))
        seen.push(name);
    });
    return seen;
  };

  test("a name that imitates another is spelled out on every page", async () => {
    const { page } = app;
    await page.getByText("prod-eu⟨U+202E⟩").first().waitFor();
    for (const to of [
      "expiry",
      "sessions",
      "authorities",
      "findings",
      "ledger",
      "contexts",
    ]) {
      await goTo(`#/${to}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      const text = await page.evaluate(
        () =>
          (
            globalThis as unknown as {
              document: { body: { innerText: string } };
            }
          ).document.body.innerText,
      );
      expect(text).not.toContain("\u202e");
    }
    await page.keyboard.press("Control+k");
    await page
      .getByRole("option", { name: "prod-eu⟨U+202E⟩", exact: false })
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
    const listed = await machine.run(["list"]);
    expect(listed.stdout).toContain("prod-eu⟨U+202E⟩");
    const json = await machine.run(["list", "--json"]);
    expect(json.stdout).not.toContain("\u202e");
    const names = (
      JSON.parse(json.stdout) as { contexts: { name: string }[] }
    ).contexts.map(({ name }) => name);
    expect(names).toContain(imitation);
  });

  test("Enter in the palette does what was chosen, and presses nothing beneath", async () => {
    const { page } = app;
    for (const beneath of [/^Lock/, /Favourite|favourite/]) {
      const found = button(beneath);
      await found.focus();
      const before = await show("prod-us");
      await page.keyboard.press("Control+k");
      await page.keyboard.type("ci-runners");
      const seen = calls();
      await page.keyboard.press("Enter");
      await button(/^Current context.*ci-runners$/).waitFor();
      expect(seen).toEqual(["contexts.use"]);
      expect({ ...(await show("prod-us")), current: false }).toEqual({
        ...before,
        current: false,
      });
      await page.keyboard.press("Control+k");
      await page.keyboard.type("prod-us");
      await page.keyboard.press("Enter");
      await button(/^Current context.*prod-us$/).waitFor();
      page.removeAllListeners("request");
    }
  });

  test("no shortcut works under a dialog, and Escape closes the dialog alone", async () => {
    const { page } = app;
    await button("prod-us").click();
    for (const [item, title] of [
      ["Rename…", "Rename"],
      ["Duplicate…", "Duplicate"],
    ] as const) {
      await button("More about prod-us").click();
      await page.getByRole("menuitem", { name: item }).click();
      const dialog = page.getByRole("dialog", { name: new RegExp(title) });
      await dialog.waitFor();
      const seen = calls();
      await page.keyboard.press("Control+k");
      expect(
        await page
          .getByRole("combobox", { name: "Context or command" })
          .count(),
      ).toBe(0);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      expect(seen).toEqual([]);
      page.removeAllListeners("request");
    }
    expect(app.troubles.all).toEqual([]);
  });

  test("an error has a button for what can be done, and the button leads there", async () => {
    const { page } = app;
    // Another program changes the vault: the undo reaches nothing any more.
    await goTo("#/contexts/ci-runners");
    await button("More about ci-runners").click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByRole("button", { name: "Undo" }).waitFor();
    await machine.run(["set", "prod-us", "--note", "changed meanwhile"]);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Only the last change can be undone").waitFor();
    await button("Put an earlier vault back…").click();
    await page
      .getByRole("dialog", { name: "Put an earlier vault back" })
      .waitFor();
    await page.getByRole("button", { name: "Put it back" }).click();
    await page
      .getByRole("dialog", { name: "Put it in the place of the present vault" })
      .getByRole("button", { name: "Put it back" })
      .click();
    await page.getByText(/^Restored: \d+ contexts/).waitFor();
    expect(app.troubles.all).toEqual([]);
  });
});
