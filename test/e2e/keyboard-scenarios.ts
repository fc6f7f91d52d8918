import type { Page } from "playwright-core";
import { expect } from "vitest";
import { shortcuts } from "../../shared/contract/shortcuts.ts";
import type { OpenApp } from "./in-both-hosts.ts";
import { whileItRuns } from "./while-it-runs.ts";
import { goToActivity } from "./activity-view.ts";
import { expectOneStop, focusedIn, focusStop, stopsIn } from "./one-stop.ts";
import { openContext } from "./scenarios.ts";

const first = "ci-runners";

const current = (page: Page, name: string) =>
  page
    .getByRole("navigation")
    .getByRole("button", { name: new RegExp(`^Current context.*${name}$`) });

/** The row that has the focus. */
const focusedRow = (page: Page) =>
  page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: {
        activeElement: { getAttribute(name: string): string | null } | null;
      };
    };
    return document.activeElement?.getAttribute("data-name") ?? null;
  });

/** What has the focus: the name of its element. */
const focusedTag = (page: Page) =>
  page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: { activeElement: { tagName: string } | null };
    };
    return document.activeElement?.tagName ?? null;
  });

const said = (page: Page, text: string) =>
  page.getByRole("log").getByText(text).waitFor({ state: "attached" });

async function toList(page: Page): Promise<void> {
  await page.getByRole("link", { name: /^Contexts/ }).click();
  await page.locator(`[data-name="${first}"]`).focus();
}

/** The list is one stop of the Tab key; its keys go from row to row, use, open and select. */
export async function listByKeyboard({
  app: { page },
}: OpenApp): Promise<void> {
  await toList(page);
  const { keyboard } = page;
  const stops = () =>
    page.locator('[role="grid"] [tabindex="0"], [role="grid"] button:not([tabindex="-1"])').count(); // prettier-ignore
  expect(await stops()).toBe(1);
  for (const [key, row] of [
    ["ArrowDown", "edge-ams1"],
    ["ArrowDown", "edge-fra1"],
    ["ArrowUp", "edge-ams1"],
    ["End", "staging"],
    ["ArrowDown", "staging"],
    ["Home", first],
    ["PageDown", "staging"],
    ["PageUp", first],
  ] as const) {
    await keyboard.press(key);
    await expect.poll(() => focusedRow(page), { message: key }).toBe(row);
  }
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await current(page, "edge-ams1").waitFor();
  await said(page, "Current context: edge-ams1");
  expect(await focusedRow(page)).toBe("edge-ams1");
  const row = page.locator('[data-name="edge-ams1"]');
  expect(await row.getAttribute("aria-current")).toBe("true");
  await keyboard.press("ArrowRight");
  await page.getByRole("region", { name: "Context edge-ams1" }).waitFor();
  // A browser keeps titles and addresses on disk, whatever is locked.
  const isDesktop = page.url().startsWith("app:");
  await expect.poll(() => page.title()).toMatch(isDesktop ? /edge-ams1/ : /^Contexts – Talos Vault$/); // prettier-ignore
  expect(page.url().includes("edge-ams1")).toBe(isDesktop);
  await keyboard.press("Space");
  await keyboard.press("Shift+ArrowDown");
  const selected = page.locator('[role="row"][aria-selected="true"]');
  await expect.poll(() => selected.count()).toBe(2);
  await keyboard.press("Control+a");
  await expect.poll(() => selected.count()).toBe(8);
  await keyboard.press("Escape");
  await expect.poll(() => selected.count()).toBe(0);
  await keyboard.press("h");
  const search = page.getByLabel("Search contexts");
  await expect.poll(() => search.inputValue()).toBe("h");
  await expect
    .poll(() => page.locator("[data-name]").first().getAttribute("data-name"))
    .toBe("homelab");
  await search.fill("");
  expect(await page.getByRole("columnheader", { name: "Ends" }).count()).toBe(
    1,
  );
}

/** Whatever had the focus and is gone, something else has it. */
export async function focusIsNeverLost({
  app,
  machine,
}: OpenApp): Promise<void> {
  const { page } = app;
  const { keyboard } = page;
  const never = async (what: string) => {
    await expect
      .poll(() => focusedTag(page), { message: what })
      .not.toBe("BODY");
  };
  await toList(page);
  await page.getByRole("button", { name: "Use homelab" }).focus();
  await keyboard.press("Enter");
  await current(page, "homelab").waitFor();
  await never("after Use");
  expect(await focusedRow(page)).toBe("homelab");
  // A row that goes leaves the focus with one beside it.
  await page.locator('[data-name="edge-fra1"]').focus();
  await machine.run(["remove", "edge-fra1", "--yes"]);
  await page.locator('[data-name="edge-fra1"]').waitFor({ state: "detached" });
  await never("after a removal elsewhere");
  expect(await focusedRow(page)).toMatch(/^(edge-ams1|homelab|prod-eu)$/);
  // A dialog whose button is gone by the time it closes.
  await openContext(app, "prod-us");
  await page.getByRole("button", { name: "Labels and note" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await machine.run(["rename", "prod-us", "prod-uk"]);
  await page.locator('[data-name="prod-uk"]').waitFor();
  await keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await never("after a dialog whose page changed");
  await machine.run(["rename", "prod-uk", "prod-us"]);
  // A session that is ended goes, with its button.
  const running = machine.run(["exec", "homelab", "--stored", "--", "sleep", "60"]); // prettier-ignore
  await page.getByRole("link", { name: /^Sessions/ }).click();
  const end = page.getByRole("button", { name: "End the session with homelab" }); // prettier-ignore
  await whileItRuns(running, end.waitFor());
  await end.press("Enter");
  await said(page, "The session with homelab has ended");
  await page.getByText("No session is running").waitFor();
  await running;
  await never("after End");
  await page.getByRole("button", { name: "Lock", exact: true }).click();
  await page.getByRole("button", { name: "Unlock" }).waitFor();
  await said(page, "The vault is locked");
  await keyboard.press("Enter");
  await page.getByRole("navigation").waitFor();
  await said(page, "The vault is open. Sessions");
  await never("after Unlock");
}

/** The same shortcuts in both hosts, from one table, which is what `?` shows. */
export async function shortcutsAreOneTable({
  app: { page },
}: OpenApp): Promise<void> {
  const { keyboard } = page;
  for (const { key, does, isCommand } of shortcuts) {
    if (!isCommand || does === "palette" || does === "lock") continue;
    await keyboard.press(`Control+${key}`);
    await page.waitForURL(new RegExp(`#/${does}`));
    await expect.poll(() => page.title()).toMatch(/ – Talos Vault$/);
  }
  await keyboard.press("Control+k");
  const palette = page.getByRole("combobox", { name: "Context or command" });
  // The key is the palette's once that has the focus.
  await palette.and(page.locator(":focus")).waitFor();
  await keyboard.press("Control+k");
  await palette.waitFor({ state: "detached" });
  await page.locator("main").focus();
  await keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await dialog.waitFor();
  for (const { text } of shortcuts)
    expect(
      await dialog.getByRole("definition").filter({ hasText: text }).count(),
      text,
    ).toBeGreaterThan(0);
  const url = page.url();
  await keyboard.press("Control+2");
  expect(page.url()).toBe(url);
  await keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  // A question mark that is typed is one.
  await page.getByRole("link", { name: /^Contexts/ }).click();
  const search = page.getByLabel("Search contexts");
  await search.focus();
  await keyboard.press("?");
  expect(await search.inputValue()).toBe("?");
  await search.fill("");
  await page.getByRole("grid", { name: "Contexts" }).getByRole("row").nth(1).focus(); // prettier-ignore
  await keyboard.press("?");
  await dialog.waitFor();
  // A lock takes a dialog away too, and with it what it names.
  await keyboard.press("Control+l");
  await page.getByRole("heading", { name: "The vault is locked" }).waitFor();
  await expect
    .poll(() => page.title())
    .toBe("The vault is locked – Talos Vault");
  await keyboard.press("Enter");
  await page.getByRole("navigation").waitFor();
}

/** A table of sessions: Right leads to the button that ends one, which Down leads on to the next one's. */
export async function sessionsByKeyboard({
  app: { page },
  machine,
}: OpenApp): Promise<void> {
  const { keyboard } = page;
  const names = ["homelab", "staging"];
  const running = new Map(
    names.map((name) => [
      name,
      machine.run(["exec", name, "--stored", "--", "sleep", "300"]),
    ]),
  );
  await page.getByRole("link", { name: /^Sessions/ }).click();
  const table = page.getByRole("grid", { name: "Sessions: Running" });
  for (const [name, command] of running) {
    const end = table.getByRole("button", { name: `End the session with ${name}` }); // prettier-ignore
    await whileItRuns(command, end.waitFor());
  }
  await expectOneStop(table);
  await keyboard.press("ArrowRight");
  const { name: end, row } = await focusedIn(page);
  expect(end).toMatch(/^End the session with/);
  // A menu's button opens with Enter; an arrow goes on to the next row.
  await keyboard.press("ArrowRight");
  expect((await focusedIn(page)).name).toMatch(/^More about the session/);
  await keyboard.press("ArrowDown");
  const next = await focusedIn(page);
  expect(next.name).toMatch(/^More about the session/);
  expect(next.row).not.toBe(row);
  expect(await page.getByRole("menu").count()).toBe(0);
  await keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Copy the command" }).waitFor();
  await keyboard.press("ArrowDown");
  expect((await focusedIn(page)).row).toBe(null);
  await keyboard.press("Escape");
  await expect.poll(async () => (await focusedIn(page)).row).toBe(next.row);
  await keyboard.press("ArrowLeft");
  await keyboard.press("ArrowLeft");
  expect((await focusedIn(page)).tag).toBe("TR");
  // What is gone leaves the stop with what is left.
  for (let left = names.length; left > 0; left--) {
    await keyboard.press("Home");
    await keyboard.press("ArrowRight");
    expect((await focusedIn(page)).name).toMatch(/^End the session with/);
    await keyboard.press("Enter");
    await expect
      .poll(() => table.getByRole("button", { name: /^End/ }).count())
      .toBe(left - 1);
    if (left > 1) expect(await stopsIn(table)).toBe(1);
    if (left > 1) expect((await focusedIn(page)).row).not.toBe(null);
  }
  await Promise.all(running.values());
}

/** What ends: Enter on a row renews it, and on its name opens the context. */
export async function expiryByKeyboard({
  app: { page },
}: OpenApp): Promise<void> {
  const { keyboard } = page;
  await page.getByRole("link", { name: "Expiry" }).click();
  const list = page.getByRole("grid", { name: "What ends, the soonest first" });
  await page.getByRole("button", { name: "10 years" }).click();
  await list.getByText("CA of").first().waitFor();
  await expectOneStop(list);
  await keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /ci-runners/ });
  await dialog.waitFor();
  await keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await expect
    .poll(async () => (await focusedIn(page)).row)
    .toBe("context:ci-runners");
  // The same column, past a row that has none.
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowRight");
  expect((await focusedIn(page)).name).toBe("Renew ci-runners…");
  await keyboard.press("End");
  expect((await focusedIn(page)).row).toMatch(/^authority:/);
  await keyboard.press("Home");
  expect((await focusedIn(page)).name).toBe("Renew ci-runners…");
  await keyboard.press("ArrowLeft");
  await keyboard.press("Enter");
  await page.getByRole("region", { name: "Context ci-runners" }).waitFor();
}

/** What is wrong is one list and suggestions are the next, the contexts of each among its rows. */
export async function findingsByKeyboard({
  app: { page },
}: OpenApp): Promise<void> {
  const { keyboard } = page;
  await page.getByRole("link", { name: /^Findings/ }).click();
  const list = page.getByRole("grid", { name: "Findings" });
  const names = page.getByRole("button", { name: /^ci-runners/ });
  await list.and(page.locator(":has(button)")).waitFor();
  await expectOneStop(list);
  const row = list.getByRole("row").filter({ has: names }).first();
  await row.focus();
  expect(await stopsIn(list)).toBe(1);
  await keyboard.press("ArrowRight");
  expect((await focusedIn(page)).name).toMatch(/ci-runners/);
  await keyboard.press("ArrowRight");
  const { name } = await focusedIn(page);
  expect(name).toMatch(/ ci-runners$/);
  await keyboard.press("ArrowLeft");
  await keyboard.press("ArrowLeft");
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

export async function authoritiesByKeyboard({
  app: { page },
}: OpenApp): Promise<void> {
  const { keyboard } = page;
  await page.getByRole("link", { name: "Authorities" }).click();
  const table = page.getByRole("grid", { name: "Talos CAs" });
  await table.getByRole("button", { name: /^Import the key/ }).first().waitFor(); // prettier-ignore
  await expectOneStop(table);
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

export async function removedByKeyboard({
  app: { page },
  machine,
}: OpenApp): Promise<void> {
  const { keyboard } = page;
  const names = ["edge-fra1", "ci-runners"];
  for (const name of names) await machine.run(["remove", name, "--yes"]);
  await page.getByRole("link", { name: /^Contexts/ }).click();
  await page.getByRole("button", { name: "Recently removed" }).click();
  const list = page.getByRole("grid", { name: "Removed contexts" });
  await expectOneStop(list);
  for (const left of [1, 0]) {
    await focusStop(list);
    await keyboard.press("Enter");
    await expect.poll(() => list.getByRole("row").count()).toBe(left);
  }
  await keyboard.press("Escape");
  for (const name of names)
    await page.locator(`[data-name="${name}"]`).waitFor();
}

export async function eventsByKeyboard({
  app: { page },
}: OpenApp): Promise<void> {
  const { keyboard } = page;
  await goToActivity(page, "Events");
  const list = page.getByRole("list", { name: "Events" });
  await list.getByRole("button").nth(3).waitFor();
  await focusStop(list);
  await keyboard.press("Home");
  const open = list.getByRole("button", { name: /^Activity of this context/ });
  for (let at = 0; at < 20 && (await open.count()) === 0; at++) {
    if (at > 0) await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await list.locator('[aria-expanded="true"]').waitFor();
  }
  expect(await stopsIn(list)).toBe(1);
  await keyboard.press("ArrowRight");
  expect((await focusedIn(page)).name).toMatch(/^(Open the context|Activity of this)/); // prettier-ignore
  expect(await stopsIn(list)).toBe(1);
  await keyboard.press("ArrowLeft");
  expect(await page.locator(':focus[aria-expanded="true"]').count()).toBe(1);
}

export async function guidesByKeyboard({
  app: { page },
}: OpenApp): Promise<void> {
  await goToActivity(page, "Blast radius");
  await page.getByText("How to rotate").click();
  await expectOneStop(
    page.getByRole("list", { name: "Guides along a rotation" }),
  );
}

export async function rolesByKeyboard({
  app: { page },
}: OpenApp): Promise<void> {
  await page.getByRole("link", { name: /^Roles/ }).click();
  const field = page.getByLabel("A talosctl command");
  await field.fill("etcd");
  const list = page.getByRole("grid", { name: "Commands of talosctl" });
  await expectOneStop(list);
  await page.keyboard.press("Enter");
  expect((await focusedIn(page)).tag).toBe("BUTTON");
  await field.fill("");
}
