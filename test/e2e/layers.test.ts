import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import { makeFleet } from "../doubles/fleet.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { BrowserApp } from "./browser-app.ts";
import { closeMessages } from "./close-messages.ts";
import { describeE2e } from "./describe-e2e.ts";
import { dialogs, more, ofContext, shortcuts } from "./dialog-list.ts";
import { layoutTroubles, unseenStates } from "./layout-checks.ts";
import { lookAround } from "./look-around.ts";
import { imitation, putNameOfBefore } from "./name-of-before.ts";
import * as scenarios from "./scenarios.ts";

/** Channels that change nothing; a dialog that closes cancels what it waits for. */
const asksOnly =
  /\.(?:list|page|lost|show|state|facts|read|known|running|plan|preview|found|authorities|radius|command|cancel|removed|undoable|last-used|foresee|calls|read-recipient|places|past)$/;
describeE2e("one layer at a time, and names as they are", ["chromium"], () => {
  let machine: Machine;
  let app: BrowserApp;

  beforeAll(async () => {
    machine = await Machine.start();
    app = await BrowserApp.start(machine);
    const recoveryKey = await scenarios.firstRun(app);
    const { talosconfig } = makeFleet();
    const file = machine.file("talosconfig", talosconfig);
    await scenarios.importFile(app, file);
    await putNameOfBefore(machine, recoveryKey);
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
  });

  const show = async (name: string) =>
    await machine.json<Record<string, unknown>>(["show", name, "--json"]);
  const goTo = (hash: string) =>
    app.page.evaluate((to) => {
      const page = globalThis as unknown as { location: { hash: string } };
      page.location.hash = to;
    }, hash);
  /** One that can be pressed: a key that is pressed on another one does nothing, and nobody waits for it. */
  const button = (name: string | RegExp) =>
    app.page.getByRole("button", { name, disabled: false }).first();
  /** What the window asks main to do from now on; what it only asks to know is left out. */
  const calls = () => {
    const seen: string[] = [];
    app.page.removeAllListeners("request");
    app.page.on("request", (request) => {
      const [, name] = /\/call\/(.*)$/.exec(request.url()) ?? [];
      if (name !== undefined && !asksOnly.test(name)) seen.push(name);
    });
    return seen;
  };
  /** Whatever a key press set off has been asked by then. */
  const settled = () =>
    app.page.evaluate(
      () =>
        new Promise<void>((drawn) => {
          const page = globalThis as unknown as {
            requestAnimationFrame(then: () => void): void;
          };
          page.requestAnimationFrame(() => page.requestAnimationFrame(drawn));
        }),
    );
  /** Opens the palette and types, when it has the keyboard. */
  const typeInPalette = async (text: string) => {
    await app.page.keyboard.press("Control+k");
    await app.page
      .getByRole("combobox", { name: "Context or command" })
      .and(app.page.locator(":focus"))
      .waitFor();
    await app.page.keyboard.type(text);
  };
  const layers = () =>
    app.page.getByRole("dialog").or(app.page.getByRole("menu"));

  test("a name that imitates another is spelled out on every page", async () => {
    const { page } = app;
    await page.getByText("prod-eu⟨U+202E⟩").first().waitFor();
    const shown = ["expiry", "sessions", "authorities", "findings", "activity", "activity/credentials", "contexts"]; // prettier-ignore
    for (const to of shown) {
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
      await typeInPalette("ci-runners");
      const seen = calls();
      await page.keyboard.press("Enter");
      await button(/^Current context.*ci-runners$/).waitFor();
      // It shows before it is asked for.
      await expect.poll(() => seen).toContain("contexts.use");
      expect({ ...(await show("prod-us")), current: false }).toEqual({
        ...before,
        current: false,
      });
      expect(seen).toEqual(["contexts.use"]);
      await typeInPalette("prod-us");
      await page.keyboard.press("Enter");
      await button(/^Current context.*prod-us$/).waitFor();
    }
  });

  /** At 200 % of the smallest window all of it can be reached. */
  async function fitsAnywhere(what: string): Promise<void> {
    await closeMessages(app.page);
    await app.page.setViewportSize({ width: 450, height: 300 });
    await settled();
    expect.soft(await layoutTroubles(app.page), what).toEqual([]);
    await app.page.setViewportSize({ width: 1280, height: 800 });
  }

  /** Every key is pressed over a dialog; it is left in each of these ways. */
  async function keysStayIn(
    title: RegExp,
    open: () => Promise<void>,
    ways: readonly ("Escape" | "Cancel")[] = ["Escape", "Cancel"],
  ): Promise<void> {
    const { page } = app;
    const dialog = page.getByRole("dialog", { name: title });
    for (const leave of ways) {
      const seen = calls();
      await open();
      await dialog.waitFor();
      await dialog.locator(":focus").waitFor();
      const here = page.url();
      if (leave === ways[0]) {
        for (const key of shortcuts) await page.keyboard.press(key);
        await settled();
        expect(await layers().count(), String(title)).toBe(1);
        await fitsAnywhere(String(title));
      }
      if (leave === "Escape") await page.keyboard.press("Escape");
      else
        await dialog
          .getByRole("button", { name: /^(Cancel|Close)$/ })
          .press("Enter");
      await dialog.waitFor({ state: "detached" });
      await settled();
      expect(await layers().count(), String(title)).toBe(0);
      expect(page.url(), String(title)).toBe(here);
      expect(seen, String(title)).toEqual([]);
    }
  }

  test("over every dialog the keys are the dialog's, and nothing beneath acts", async () => {
    const { page } = app;
    await scenarios.copySession(app);
    // Something is there to be put back.
    const removed = await machine.run(["remove", "ci-runners", "--yes"]);
    expect(removed.code, removed.stderr).toBe(0);
    await page.evaluate(() => {
      const { clipboard } = (
        globalThis as unknown as {
          navigator: { clipboard: { writeText: () => Promise<void> } };
        }
      ).navigator;
      clipboard.writeText = () => Promise.reject(new Error("refused"));
    });
    for (const [title, at, trigger, item] of dialogs) {
      await goTo(at);
      await keysStayIn(title, async () => {
        await button(trigger ?? "").press("Enter");
        if (item === undefined) return;
        await page.getByRole("menuitem", { name: item }).press("Enter");
      });
    }
  });

  test("so they are over what is done with several rows, over filters and menus", async () => {
    const { page } = app;
    await goTo("#/contexts");
    await page.locator("[data-name]").first().focus();
    await page.keyboard.press("Space");
    const bar = page.getByRole("toolbar");
    for (const word of [
      "Renew",
      "Label",
      "Mark as production",
      "Unmark",
      "Export",
      "Remove",
    ])
      // prettier-ignore
      await keysStayIn(new RegExp(`^${word} `), () =>
        bar.getByRole("button", { name: `${word}…` }).press("Enter"),
      );
    await bar.getByText("1 selected").waitFor();
    await bar.getByRole("button", { name: "Select none" }).press("Enter");
    await keysStayIn(/^Filter$/, () => button("Filter").press("Enter"), ["Escape"]); // prettier-ignore
    await goTo(ofContext);
    await page.locator("[data-name]").first().focus();
    await page.keyboard.press("Space");
    await page.emulateMedia({ forcedColors: "active" });
    expect(await unseenStates(page)).toEqual([]);
    await page.emulateMedia({ forcedColors: "none" });
    await page.keyboard.press("Escape");
    await goTo("#/contexts");
    await page.locator("[data-name]").first().focus();
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menu").waitFor();
    await fitsAnywhere("the menu of a row");
    await page.keyboard.press("Escape");
    // Nobody is there to be asked when the mark is taken off again.
    await machine.run(["set", "prod-us", "--production", "--consent", "never"]); // prettier-ignore
    await page.getByRole("row", { name: /prod-us.*production/ }).waitFor();
    await fitsAnywhere("the list of contexts");
    await machine.run(["set", "prod-us", "--no-production"]);
    expect(app.troubles.all).toEqual([]);
  });

  test("over the dialogs of a locked vault the keys are the dialog's too, and Escape leaves it locked", async () => {
    const { page } = app;
    await button(/^Lock/).click();
    await button("Other ways…").press("Enter");
    const title = page.getByRole("heading", { name: "Other ways into your vault" }); // prettier-ignore
    await title.waitFor();
    await page.locator("button:focus").waitFor();
    const seen = calls();
    for (const key of shortcuts) await page.keyboard.press(key);
    await settled();
    expect(await layers().count()).toBe(0);
    for (const leave of ["Escape", "Cancel"]) {
      await button("Restore a backup…").press("Enter");
      const dialog = page.getByRole("dialog", { name: /^Put an earlier/ });
      await dialog.locator(":focus").waitFor();
      for (const key of shortcuts) await page.keyboard.press(key);
      await settled();
      expect(await layers().count()).toBe(1);
      if (leave === "Escape") await page.keyboard.press("Escape");
      else await dialog.getByRole("button", { name: leave }).press("Enter");
      await dialog.waitFor({ state: "detached" });
      await settled();
      expect(await layers().count()).toBe(0);
      await title.waitFor();
    }
    expect(seen).toEqual([]);
    await page.getByRole("button", { name: "Back", exact: true }).press("Enter"); // prettier-ignore
    await page.getByRole("button", { name: "Unlock" }).press("Enter");
    await page.getByRole("navigation").waitFor();
    expect(app.troubles.all).toEqual([]);
  });

  test("the help copies what says nothing of the person", async () => {
    const { page } = app;
    await goTo("#/contexts");
    await button("Help").press("Enter");
    const help = page.getByRole("dialog", { name: "Help" });
    await help.getByRole("button", { name: "Copy diagnostics" }).click();
    await help.locator("pre").first().waitFor();
    const lines = await help.locator("pre").allInnerTexts();
    const text = lines.join("\n");
    expect(lines).toContainEqual(expect.stringContaining("keychain has-the-key")); // prettier-ignore
    expect(text).not.toContain("U+");
    expect(text).not.toMatch(/prod-us|edge-fra1|homelab|AGE-SECRET/);
    await lookAround(page, "browser-help");
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
  });

  test("Enter in a dialog does what the dialog says, once", async () => {
    const { page } = app;
    await goTo(ofContext);
    await button(more).press("Enter");
    await page.getByRole("menuitem", { name: "Duplicate…" }).press("Enter");
    await page.getByRole("dialog").getByRole("textbox").fill("another");
    const seen = calls();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await button(/^another$/).waitFor();
    await settled();
    expect(await layers().count()).toBe(0);
    expect(seen).toEqual(["contexts.duplicate"]);
  });

  test("a key that is held does what it did where it went down, and nothing beneath", async () => {
    const { page } = app;
    for (const beneath of [/^Lock/, /Favourite|favourite/]) {
      await goTo(ofContext);
      await button(beneath).focus();
      const seen = calls();
      await typeInPalette("edge-fra1");
      for (let press = 0; press < 3; press++) await page.keyboard.down("Enter");
      await page.keyboard.up("Enter");
      await button(/^Current context.*edge-fra1$/).waitFor();
      await settled();
      expect(seen).toEqual(["contexts.use"]);
      await typeInPalette("prod-us");
      await page.keyboard.press("Enter");
      await button(/^Current context.*prod-us$/).waitFor();
    }
    // Escape closes one layer.
    await button("Start a session…").press("Enter");
    const dialog = page.getByRole("dialog", { name: /^Start a session/ });
    await dialog.locator(":focus").waitFor();
    const seen = calls();
    for (let press = 0; press < 3; press++) await page.keyboard.down("Escape");
    await page.keyboard.up("Escape");
    await dialog.waitFor({ state: "detached" });
    await settled();
    expect(seen).toEqual([]);
  });

  test("what the palette opens is not sent by the same press", async () => {
    const { page } = app;
    await goTo(ofContext);
    const seen = calls();
    await typeInPalette("renew prod-us");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Renew prod-us" });
    await dialog.locator(":focus").waitFor();
    await settled();
    expect(seen).toEqual([]);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    // A menu is a layer too.
    await button(more).press("Enter");
    await page.getByRole("menuitem").first().waitFor();
    await page.keyboard.press("Control+k");
    await settled();
    expect(await page.getByRole("dialog").count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
    expect(seen).toEqual([]);
  });

  test("an error has a button for what can be done, and the button leads there", async () => {
    const { page } = app;
    // Another program changes the vault: the undo reaches nothing any more.
    await goTo("#/import");
    await app.openFile(machine.file("one-more", makeTalosconfig(1)));
    await page.getByRole("button", { name: /^Import \d/ }).click();
    await page.getByRole("button", { name: "Undo the import" }).waitFor();
    await machine.run(["set", "prod-us", "--note", "changed meanwhile"]);
    await page.getByRole("button", { name: "Undo the import" }).click();
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

  test("a lock takes the messages away, with the names in them", async () => {
    const { page } = app;
    await goTo("#/contexts/edge-fra1");
    await button("More about edge-fra1").click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByText("Removed edge-fra1.").waitFor();
    await button(/^Lock/).click();
    await page.getByRole("heading", { name: "The vault is locked" }).waitFor();
    await settled();
    expect(await page.content()).not.toContain("edge-fra1");
  });
});
