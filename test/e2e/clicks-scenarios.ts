import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Page } from "playwright-core";
import { clicksFor } from "./clicks.ts";
import { closeMessages } from "./close-messages.ts";
import type { OpenApp } from "./in-both-hosts.ts";

async function toList(page: Page): Promise<void> {
  await closeMessages(page);
  await page.getByRole("link", { name: /^Contexts/ }).click();
  await page.getByRole("grid", { name: "Contexts" }).waitFor();
}

const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" });

const link = (page: Page, name: RegExp) => page.getByRole("link", { name });

/** Of the list: the context that is used, a terminal, whether all clusters answer. */
export async function ofTheList({ app: { page } }: OpenApp): Promise<void> {
  await toList(page);
  const use = () => button(page, "Use ci-runners").click();
  expect(await clicksFor(page, use)).toBe(1);
  await page
    .getByRole("navigation")
    .getByRole("button", { name: /^Current context.*ci-runners$/ })
    .waitFor();
  const terminal = async () => {
    await page.locator('[data-name="ci-runners"]').hover();
    await button(page, "Terminal with ci-runners").click();
    await page.getByText(/^A terminal has ci-runners/).waitFor();
  };
  expect(await clicksFor(page, terminal)).toBe(1);
  const end = async () => {
    await link(page, /^Sessions/).click();
    const ends = button(page, "End the session with ci-runners");
    await ends.click();
    await ends.waitFor({ state: "detached" });
  };
  expect(await clicksFor(page, end)).toBe(2);
  await toList(page);
  const check = async () => {
    await button(page, "Check all").click();
    await page.getByRole("dialog", { name: "Check 8 contexts" }).waitFor();
  };
  expect(await clicksFor(page, check)).toBe(1);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^(Stop after this one|Close)$/ }).click(); // prettier-ignore
  await dialog
    .getByRole("button", { name: "Stop after this one" })
    .waitFor({ state: "detached", timeout: 30_000 });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}

/** Everything on production: the row's button, what the guard asks by keyboard, and its button. */
export async function onProduction({
  app: { page },
  machine,
  fleet,
}: OpenApp): Promise<void> {
  const authority = machine.file("authority.pem", fleet.authority);
  await machine.run(["authority", "import", authority]);
  await machine.run(["set", "homelab", "--production", "--consent", "never", "--session-role", "os:admin"]); // prettier-ignore
  await toList(page);
  await page.getByRole("row", { name: /homelab.*production/ }).hover();
  const guarded = async () => {
    await button(page, "Terminal with homelab").click();
    const dialog = page.getByRole("dialog", { name: /^Terminal with homelab/ });
    // Whoever types has both fields without a click.
    await dialog.getByLabel("Reason").and(page.locator(":focus")).waitFor();
    await page.keyboard.type("an upgrade");
    await page.keyboard.press("Tab");
    await page.keyboard.type("homelab");
    await dialog.getByRole("button", { name: "Open the terminal" }).click();
    await page.getByText(/^A terminal has .*homelab/).waitFor();
  };
  expect(await clicksFor(page, guarded)).toBe(2);
  await machine.run(["set", "homelab", "--no-production"]);
}

/** What ends soon is seen with one, and renewed together with two more. */
export async function ofWhatEnds({ app: { page } }: OpenApp): Promise<void> {
  await toList(page);
  const see = async () => {
    await link(page, /^Expiry/).click();
    await button(page, "Renew ci-runners…").waitFor();
  };
  expect(await clicksFor(page, see)).toBe(1);
  const renew = async () => {
    await button(page, /^Renew \d+…$/).click();
    const dialog = page.getByRole("dialog", { name: /^Renew \d+ contexts/ });
    await dialog.getByRole("button", { name: /^Renew \d+$/ }).click();
    await dialog.getByRole("progressbar").waitFor();
  };
  expect(await clicksFor(page, renew)).toBe(2);
  // No endpoint of the fleet answers.
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/failed$/).waitFor({ timeout: 60_000 });
  await dialog.getByRole("button", { name: /^(Stop after this one|Close)$/ }).click(); // prettier-ignore
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached", timeout: 60_000 });
}

/** A file for somebody else: the row's menu, its entry, the preset, and the button. */
export async function readerForAColleague({
  app,
  machine,
}: OpenApp): Promise<void> {
  const { page } = app;
  const path = join(machine.folder, "for-ada.yaml");
  await toList(page);
  const issue = async () => {
    await page.locator('[data-name="homelab"]').click({ button: "right" });
    await page.getByRole("menuitem", { name: "Issue a credential…" }).click();
    await button(page, "Reader for a colleague").click();
    await app.chooseTarget(path);
    await button(page, "Issue it").click();
    await page.getByText(`Written to ${path}.`).waitFor();
  };
  expect(await clicksFor(page, issue)).toBe(4);
}

/** A file that lies where talosctl looks: to what is in it, and in. */
export async function foundFile({
  app: { page },
  machine,
  fleet,
}: OpenApp): Promise<void> {
  await machine.run(["remove", "staging", "--yes"]);
  const folder = join(machine.folder, ".talos");
  mkdirSync(folder, { recursive: true });
  machine.own(folder);
  machine.file(".talos/config", fleet.talosconfig);
  await toList(page);
  // As when somebody comes from another program.
  await page.evaluate("dispatchEvent(new Event('focus'))");
  const take = async () => {
    await button(page, /^Review .*config$/).click();
    await button(page, /^Import \d/).click();
    await page.getByText(/imported; \d+ in the vault/).waitFor();
  };
  expect(await clicksFor(page, take)).toBe(2);
}

/** To lock, to unlock, and to which role a command needs. */
export async function ofTheVault({ app: { page } }: OpenApp): Promise<void> {
  await toList(page);
  const role = async () => {
    await link(page, /^Roles/).click();
    await page.getByLabel("A talosctl command").fill("etcd snapshot");
    await page.getByText("os:etcd:backup").first().waitFor();
  };
  expect(await clicksFor(page, role)).toBe(1);
  const lock = async () => {
    await button(page, "Lock").click();
    await page.getByRole("heading", { name: "The vault is locked" }).waitFor();
  };
  expect(await clicksFor(page, lock)).toBe(1);
  const unlock = async () => {
    await button(page, "Unlock").click();
    await page.getByRole("navigation").waitFor();
  };
  expect(await clicksFor(page, unlock)).toBe(1);
}
