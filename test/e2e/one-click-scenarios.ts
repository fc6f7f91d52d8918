import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { OpenApp } from "./in-both-hosts.ts";
import { closeMessages } from "./close-messages.ts";

const row = (page: Page, name: string) => page.locator(`[data-name="${name}"]`);

async function toList(page: Page): Promise<void> {
  await page.getByRole("link", { name: /^Contexts/ }).click();
  await page.getByRole("grid", { name: "Contexts" }).waitFor();
}

/** A terminal has opened with the context; its shell ends, and its session with it. */
async function opened({ app: { page } }: OpenApp, name: string) {
  await page.getByText(new RegExp(`^A terminal has ${name}`)).waitFor();
  await page.getByRole("link", { name: /^Sessions/ }).click();
  await page
    .getByRole("button", { name: `End the session with ${name}` })
    .waitFor();
  await page.getByText("No session is running").waitFor();
  await closeMessages(page);
  await toList(page);
}

/** A terminal from the row by its button, by two clicks and by a key; and from the palette. */
export async function terminalFromEverywhere(open: OpenApp): Promise<void> {
  const { page } = open.app;
  await toList(page);
  await row(page, "ci-runners").hover();
  await page.getByRole("button", { name: "Terminal with ci-runners" }).click();
  await opened(open, "ci-runners");
  await page
    .getByRole("button", { name: "prod-eu-backup", exact: true })
    .dblclick();
  await opened(open, "prod-eu-backup");
  await row(page, "prod-us").focus();
  await page.keyboard.press("Shift+Enter");
  await opened(open, "prod-us");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("terminal ci-run");
  await page.keyboard.press("Enter");
  await opened(open, "ci-runners");
}

/** The dashboard of talosctl is beside the terminal: of a row, and of a session that runs. Its terminal has the session. */
export async function dashboardBesideTheTerminal(open: OpenApp): Promise<void> {
  const {
    app: { page },
    machine,
  } = open;
  const asked = () =>
    readFileSync(join(machine.folder, "log"), "utf8")
      .split("\n")
      .filter((line) => line.startsWith("talosctl"));
  const dashboard = "talosctl dashboard; config there";
  await toList(page);
  await row(page, "ci-runners").hover();
  await page.getByRole("button", { name: "Dashboard of ci-runners" }).click();
  await page.getByText(/^A terminal has ci-runners/).waitFor();
  await expect.poll(asked).toEqual([dashboard]);
  await page.getByRole("link", { name: /^Sessions/ }).click();
  await page.getByRole("button", { name: "More about the session with ci-runners" }).click(); // prettier-ignore
  await page.getByRole("menuitem", { name: "Open the dashboard" }).click();
  await expect.poll(asked).toEqual([dashboard, dashboard]);
  await page.getByText("No session is running").waitFor();
  await closeMessages(page);
}

/** What may do everything on production asks first, as the second step of the same click. */
export async function guardIsTheSecondStep(open: OpenApp): Promise<void> {
  const {
    app: { page },
    machine,
    fleet,
  } = open;
  const authority = machine.file("authority.pem", fleet.authority);
  await machine.run(["authority", "import", authority]);
  await machine.run(["set", "homelab", "--production", "--consent", "never", "--session-role", "os:admin"]); // prettier-ignore
  await toList(page);
  await page
    .getByRole("row", { name: /homelab.*production/ })
    .getByRole("button", { name: "Terminal with homelab" })
    .click();
  const dialog = page.getByRole("dialog", { name: /^Terminal with homelab/ });
  await dialog.getByText("os:admin, for 1h.").waitFor();
  const submit = dialog.getByRole("button", { name: "Open the terminal" });
  expect(await submit.isEnabled()).toBe(false);
  await dialog.getByLabel("Reason").fill("an upgrade");
  await dialog.getByLabel("Type homelab to confirm").fill("homelab");
  await page.keyboard.press("Enter");
  await opened(open, "homelab");
  await machine.run(["set", "homelab", "--no-production"]);
}

/** A right click, or the key for it, shows what can be done with a row; what is copied is there for a shell. */
export async function menuOfARow({ app }: OpenApp): Promise<void> {
  const { page } = app;
  await toList(page);
  await row(page, "ci-runners").click({ button: "right" });
  const item = (name: string) => page.getByRole("menuitem", { name });
  await item("Copy the exec command").click();
  await page.getByText("Copied.").waitFor();
  expect(await app.copied()).toBe("talos-vault exec ci-runners -- ");
  await row(page, "ci-runners").focus();
  await page.keyboard.press("Shift+F10");
  await item("Copy the endpoint").click();
  await expect.poll(() => app.copied()).toMatch(/^10\.\d+\.0\.10$/);
  await row(page, "ci-runners").click({ button: "right" });
  await item("Copy the fingerprint").click();
  await expect.poll(() => app.copied()).toMatch(/^[0-9a-f]{64}$/);
  await row(page, "ci-runners").click({ button: "right" });
  await item("Mark as production").click();
  await page.getByRole("row", { name: /ci-runners.*production/ }).waitFor();
  await row(page, "ci-runners").click({ button: "right" });
  await item("Unmark as production").click();
  await page
    .getByRole("row", { name: /ci-runners.*production/ })
    .waitFor({ state: "detached" });
}

/** The palette begins with what is used, finds words in any order and what is remembered of a context, and acts. */
export async function paletteFinds({
  app: { page },
  machine,
}: OpenApp): Promise<void> {
  await machine.run(["set", "ci-runners", "--note", "ask Berta before rebooting"]); // prettier-ignore
  await toList(page);
  await page.getByLabel("Search contexts").fill("berta");
  await expect.poll(() => page.locator("[data-name]").count()).toBe(1);
  await page.getByLabel("Search contexts").fill("");
  const first = page.getByRole("option").first();
  const search = async (text: string) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill(text);
  };
  await search("");
  await first.getByText("current").waitFor();
  await page.keyboard.press("Escape");
  for (const [text, found] of [
    ["eu prod", /^prod-eu/],
    ["berta runners", /^ci-runners/],
    ["10.1.0.10", /^homelab/],
    ["issue runners", /^Issue a credential for ci-runners/],
    ["mark homelab", /^Mark as production: homelab/],
  ] as const) {
    await search(text);
    await expect.poll(() => first.textContent(), { message: text }).toMatch(found); // prettier-ignore
    await page.keyboard.press("Escape");
  }
  await search("dark theme");
  await page.keyboard.press("Enter");
  await page.locator('html[data-theme="dark"]').waitFor();
  await search("theme system");
  await page.keyboard.press("Enter");
  await page.locator('html[data-theme="light"]').waitFor();
}
