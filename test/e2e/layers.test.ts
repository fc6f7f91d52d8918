import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Secret } from "../../shared/core/secret.ts";
import { sealVault, unsealVault } from "../../shared/core/vault/sealed/seal.ts";
import { openSlot } from "../../shared/core/vault/sealed/slots.ts";
import { Machine } from "../cli/harness.ts";
import { makeFleet } from "../doubles/fleet.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { BrowserApp } from "./browser-app.ts";
import { describeE2e } from "./describe-e2e.ts";
import { lookAround } from "./look-around.ts";
import * as scenarios from "./scenarios.ts";

/** Channels that change nothing; a dialog that closes cancels what it waits for. */
const asksOnly =
  /\.(?:list|page|lost|show|state|facts|read|known|running|plan|preview|found|authorities|radius|command|cancel|removed|undoable|last-used|foresee|calls)$/;
const imitation = "prod-eu\u202e";

/**
 * Versions of before took any name, and a vault of theirs may hold one: `homelab` becomes the imitation, in a vault file
 * that is put in place as anybody would.
 */
async function putNameOfBefore(
  machine: Machine,
  recoveryKey: string,
): Promise<void> {
  const read = (name: string) => readFileSync(join(machine.home, name));
  const key = { kind: "identity", identity: new Secret(recoveryKey) } as const;
  const identity = await openSlot(read("recovery.age"), key);
  if (!identity) throw new Error("the recovery key opens no slot");
  const document = await unsealVault(read("vault.age"), identity);
  if (!document.ok) throw new Error(document.error.message);
  const contexts = new Map(
    [...document.value.contexts].map(([name, context]) => [
      name === "homelab" ? imitation : name,
      context,
    ]),
  );
  const sealed = await sealVault({ ...document.value, contexts }, identity);
  if (!sealed.ok) throw new Error(sealed.error.message);
  const path = join(machine.folder, "of-before.age");
  writeFileSync(path, sealed.value);
  const restored = await machine.run(["restore", path, "--yes"]);
  expect(restored.stderr).toContain("Restored");
}

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
  const button = (name: string | RegExp) =>
    app.page.getByRole("button", { name }).first();
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
      expect(seen).toEqual(["contexts.use"]);
      expect({ ...(await show("prod-us")), current: false }).toEqual({
        ...before,
        current: false,
      });
      await typeInPalette("prod-us");
      await page.keyboard.press("Enter");
      await button(/^Current context.*prod-us$/).waitFor();
    }
  });

  /** Where a dialog is opened, by the keyboard: buttons, and items of menus. */
  const ofContext = "#/contexts/prod-us";
  const more = "More about prod-us";
  const moreOfSession = /^More about the session/;
  const dialogs: readonly (readonly [
    title: RegExp,
    page: string,
    ...keys: (string | RegExp)[],
  ])[] = [
    [/^Rename/, ofContext, more, "Rename…"],
    [/^Duplicate/, ofContext, more, "Duplicate…"],
    [/^Renew prod-us/, ofContext, more, "Renew…"],
    [/^Rotation of the CA/, ofContext, more, "Rotation of the CA…"],
    [/^Issue a credential/, ofContext, more, "Issue a credential…"],
    [/^Export/, ofContext, more, "Export in plain text…"],
    [/^Start a session/, ofContext, "Start a session…"],
    [/^Addresses of/, ofContext, "Edit"],
    [/^Labels and note/, ofContext, "Labels and note"],
    [/^Sessions of/, ofContext, "Defaults"],
    [/may call$/, ofContext, /of \d+ methods/],
    [/^Import an authority/, "#/authorities", "Import an authority…"],
    [/^Start a session/, "#/sessions", "Start a session…"],
    [/^Re-point the session/, "#/sessions", moreOfSession, "Re-point to another context…"], // prettier-ignore
    [/^Paste this/, "#/sessions", moreOfSession, "Copy the command"],
    [/^Recently removed/, "#/contexts", "Recently removed"],
    [/^Export events/, "#/activity", "Export…"],
    [/^Help/, "#/contexts", "Help"],
    [/^Back/, "#/settings", "Back up…"],
    [/^(Restore|Put)/, "#/settings", "Restore…"],
  ];

  /** Of the page, the list and the application's menu; not of the lock, which takes every dialog away. */
  const shortcuts = [
    ..."123456789ko,".split("").map((key) => `Control+${key}`),
    "ArrowDown",
    "ArrowUp",
    "Home",
    "End",
    "PageDown",
    "F10",
    "?",
    "/",
  ];

  /** Every key is pressed over a dialog, which is left in each of these ways. */
  async function keysStayIn(
    title: RegExp,
    at: string,
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
      for (const key of shortcuts) await page.keyboard.press(key);
      await settled();
      expect(await layers().count(), String(title)).toBe(1);
      if (leave === "Escape") await page.keyboard.press("Escape");
      else
        await dialog
          .getByRole("button", { name: /^(Cancel|Close)$/ })
          .press("Enter");
      await dialog.waitFor({ state: "detached" });
      await settled();
      expect(await layers().count(), String(title)).toBe(0);
      expect(page.url(), String(title)).toContain(at);
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
      await keysStayIn(title, at, async () => {
        await button(trigger ?? "").press("Enter");
        if (item === undefined) return;
        await page.getByRole("menuitem", { name: item }).press("Enter");
      });
    }
    // What is done with selected rows, and the filters.
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
      await keysStayIn(new RegExp(`^${word} `), "#/contexts", () =>
        bar.getByRole("button", { name: `${word}…` }).press("Enter"),
      );
    await bar.getByText("1 selected").waitFor();
    await bar.getByRole("button", { name: "Select none" }).press("Enter");
    await keysStayIn(/^Filter$/, "#/contexts", () => button("Filter").press("Enter"), ["Escape"]); // prettier-ignore
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
