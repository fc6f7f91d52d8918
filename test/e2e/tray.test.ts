import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import { describeE2e } from "./describe-e2e.ts";
import { Display } from "./display.ts";
import { ElectronApp } from "./electron-app.ts";
import { installElectron } from "./electron-install.ts";
import { makeVault } from "./recovery-scenarios.ts";
import { withStandInTerminal } from "./stand-in-terminal.ts";

/** As root Chromium has no sandbox: then the app runs as nobody. */
const person = process.getuid?.() === 0 ? 65_534 : null;

interface Seen {
  labels(): string[];
  /** The entry of this name, in the submenu of that where one is named. */
  click(label: string, within?: string): void;
  tip: string;
  readonly notices: {
    title: string;
    isOpen: boolean;
    emit(name: string): void;
  }[];
  readonly questions: string[];
}

/** Where the app has a tray: something that answers for one on the bus, beside the stand-in terminal. */
function trayHost(machine: Machine): void {
  const answer = "#!/bin/sh\necho '   variant       boolean true'\n";
  writeFileSync(join(machine.folder, "bin", "dbus-send"), answer, {
    mode: 0o755,
  });
}

describeE2e("the tray and the messages of the desktop", ["electron"], () => {
  let machine: Machine;
  let display: Display;
  let app: ElectronApp;

  beforeAll(async () => {
    display = await Display.start();
    machine = await Machine.start("unlocked", person);
    await makeVault(machine);
    const env = withStandInTerminal(machine, "exec sleep 2");
    trayHost(machine);
    app = await ElectronApp.start(machine, installElectron(), display, env);
    await watchDesktop();
    await app.page.getByRole("button", { name: "Unlock" }).click();
    await app.page.getByRole("grid", { name: "Contexts" }).waitFor();
  });

  afterAll(async () => {
    // Sessions still run: the question of quitting is answered with its first button.
    await app.answerDialogs();
    await app.stop();
    await machine.stop();
    display.stop();
  });

  /** What the app gives the desktop from now on is kept in main; its questions are answered with the last button. */
  const watchDesktop = () =>
    app.app.evaluate(({ Tray, Notification, dialog }) => {
      type Item = {
        label: string;
        submenu?: { items: Item[] };
        click(): void;
      };
      let items: Item[] = [];
      const flat = (all: Item[]): Item[] =>
        all.flatMap((one) => [one, ...flat(one.submenu?.items ?? [])]);
      const seen: Seen = {
        tip: "",
        labels: () => flat(items).map(({ label }) => label),
        click: (label, within) =>
          flat(
            within === undefined
              ? items
              : (items.find((one) => one.label === within)?.submenu?.items ??
                  []),
          )
            .find((one) => one.label === label)
            ?.click(),
        notices: [],
        questions: [],
      };
      Object.assign(globalThis, { seen });
      Tray.prototype.setContextMenu = (menu) => {
        items = (menu?.items ?? []) as unknown as Item[];
      };
      Tray.prototype.setToolTip = (tip) => {
        seen.tip = tip;
      };
      Notification.isSupported = () => true;
      Notification.prototype.show = function (this: Electron.Notification) {
        seen.notices.push({
          title: this.title,
          isOpen: true,
          emit: (name) => this.emit(name),
        });
      };
      Notification.prototype.close = function (this: Electron.Notification) {
        for (const one of seen.notices)
          if (one.title === this.title) one.isOpen = false;
      };
      dialog.showMessageBox = async (...all: unknown[]) => {
        const { message } = all.at(-1) as { message: string };
        seen.questions.push(message);
        return { response: 1, checkboxChecked: false };
      };
    });
  const tray = () =>
    app.app.evaluate(() => {
      const { seen } = globalThis as unknown as { seen: Seen };
      const notices = seen.notices.map(({ title, isOpen }) => ({ title, isOpen })); // prettier-ignore
      return {
        tip: seen.tip,
        labels: seen.labels(),
        notices,
        questions: seen.questions,
      };
    });
  const click = (...chosen: readonly string[]) =>
    app.app.evaluate((_, all) => {
      const { seen } = globalThis as unknown as { seen: Seen };
      for (const label of all) seen.click(label);
    }, chosen);
  const clickIn = (within: string, label: string) =>
    app.app.evaluate(
      (_, [menu, entry]) => {
        const { seen } = globalThis as unknown as { seen: Seen };
        seen.click(entry ?? "", menu);
      },
      [within, label],
    );
  const clickNotice = (title: string) =>
    app.app.evaluate((_, wanted) => {
      const { seen } = globalThis as unknown as { seen: Seen };
      seen.notices.find((one) => one.title === wanted)?.emit("click");
    }, title);
  const labels = async () => (await tray()).labels;
  const tip = async () => (await tray()).tip;

  test("the tray switches the context, and says which it is", async () => {
    await machine.run(["use", "came-last"]);
    await expect.poll(tip).toBe("Talos Vault: came-last");
    await click("context-1");
    await app.page
      .getByRole("button", { name: /^Current context.*context-1$/ })
      .waitFor();
  });

  test("the tray opens a terminal and the dashboard with a context", async () => {
    const { page } = app;
    await page.getByRole("link", { name: /^Sessions/ }).click();
    const ends = page.getByRole("button", { name: "End the session with context-2" }); // prettier-ignore
    for (const entry of ["Open a terminal", "Open the dashboard"]) {
      await clickIn(entry, "context-2");
      await ends.waitFor();
      await page.getByText("No session is running").waitFor();
    }
    expect(readFileSync(join(machine.folder, "log"), "utf8")).toContain(
      "talosctl dashboard",
    );
  });

  test("a lock takes every name from the tray", async () => {
    await app.page.getByRole("button", { name: "Lock", exact: true }).click();
    await expect.poll(labels).toContain("Unlock…");
    expect((await labels()).join()).not.toMatch(/context-|came-last/);
    expect(await tip()).toBe("Talos Vault");
    await click("Unlock…");
    await app.page.getByRole("navigation").waitFor();
  });

  test("closing leaves the app in the tray, says so once, and quitting asks once", async () => {
    const close = () =>
      app.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.close(),
      );
    const isVisible = () =>
      app.app.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false, // prettier-ignore
      );
    const told = async () =>
      (await tray()).notices.filter(({ title }) =>
        title.includes("goes on in the tray"),
      );
    for (let turn = 0; turn < 2; turn++) {
      await close();
      await expect.poll(isVisible).toBe(false);
      await expect.poll(told).toHaveLength(1);
      await click("Show Talos Vault");
      await expect.poll(isVisible).toBe(true);
    }
    await app.page.getByRole("link", { name: /^Sessions/ }).click();
    await app.page.getByRole("button", { name: "Start a session…" }).click();
    await app.page.getByRole("button", { name: "Copy a command" }).click();
    await app.page.getByText("Copied.").waitFor();
    await expect.poll(labels).toContainEqual(expect.stringMatching(/left$/));
    await click("Quit", "Quit");
    await expect
      .poll(async () => (await tray()).questions)
      .toEqual(["1 session of this window is running."]);
    expect(await isVisible()).toBe(true);
  });

  test("a click on a message leads to what it is about, and a lock closes those that are there", async () => {
    const { page } = app;
    const notice = "A session is about to end";
    const about = async () =>
      (await tray()).notices
        .filter(({ title }) => title === notice)
        .map(({ isOpen }) => isOpen);
    /** One that ends within the five minutes before which it is told of. */
    const startShort = async () => {
      await page.getByRole("link", { name: /^Sessions/ }).click();
      await page.getByRole("button", { name: "Start a session…" }).click();
      await page.getByLabel("Lifetime", { exact: true }).fill("302s");
      await page.getByRole("button", { name: "Copy a command" }).click();
    };
    await startShort();
    await expect.poll(about, { timeout: 20_000 }).toEqual([true]);
    await page.getByRole("link", { name: "Settings" }).click();
    await clickNotice(notice);
    await page.getByRole("heading", { name: "Sessions" }).waitFor();
    await startShort();
    await expect.poll(about, { timeout: 20_000 }).toHaveLength(2);
    await page.getByRole("button", { name: "Lock", exact: true }).click();
    await expect.poll(about).toEqual([false, false]);
  });
});
