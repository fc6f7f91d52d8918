import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { OpenApp } from "./in-both-hosts.ts";

const row = (page: Page, name: string) => page.locator(`[data-name="${name}"]`);

async function toList(page: Page): Promise<void> {
  await page.getByRole("link", { name: /^Contexts/ }).click();
  await page.getByRole("grid", { name: "Contexts" }).waitFor();
}

/** Lets happen what a person is asked about one context. */
async function agree(page: Page, context: string): Promise<void> {
  const sheet = page.getByRole("dialog", {
    name: `A program asks for ${context}`,
  });
  await sheet.getByRole("button", { name: "Allow once" }).click();
  await sheet.waitFor({ state: "detached" });
}

/** Rows are selected by mouse and by keyboard; what is done with them is one list of progress. */
export async function severalAtOnce({
  app: { page },
  machine,
}: OpenApp): Promise<void> {
  await toList(page);
  const name = (text: string) =>
    page.getByRole("button", { name: text, exact: true });
  await name("ci-runners").click({ modifiers: ["ControlOrMeta"] });
  await name("edge-fra1").click({ modifiers: ["Shift"] });
  const bar = page.getByRole("toolbar", { name: "With the selected contexts" });
  await bar.getByText("3 selected").waitFor();
  await bar.getByRole("button", { name: "Label…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Label").fill("site=edge");
  await page.keyboard.press("Enter");
  await dialog.getByText("3 of 3 done").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  const labelled = JSON.parse(
    (await machine.run(["list", "--json"])).stdout,
  ) as {
    contexts: { name: string; labels: Record<string, string> }[];
  };
  expect(
    labelled.contexts.flatMap((one) =>
      one.labels["site"] === "edge" ? [one.name] : [],
    ),
  ).toEqual(["ci-runners", "edge-ams1", "edge-fra1"]);
  await bar.getByRole("button", { name: "Mark as production…" }).click();
  await dialog.getByRole("button", { name: "Mark as production 3" }).click();
  await dialog.getByText("3 of 3 done").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("row", { name: /edge-fra1.*production/ }).waitFor();
  // One goes meanwhile: it fails with the reason, and the others do not.
  await bar.getByRole("button", { name: "Unmark…" }).click();
  await machine.run(["remove", "edge-ams1", "--yes"]);
  await dialog.getByRole("button", { name: "Unmark 3" }).click();
  // Who marks less is asked about each, as any program that did it would have a person asked.
  for (const still of ["ci-runners", "edge-fra1"]) await agree(page, still);
  await dialog.getByText("2 of 3 done, 1 failed").waitFor();
  await dialog
    .getByRole("listitem")
    .filter({ hasText: "edge-ams1" })
    .getByText(/no context/i)
    .waitFor();
  await machine.run(["put-back", "edge-ams1"]);
  await dialog.getByRole("button", { name: "Try 1 again" }).click();
  await agree(page, "edge-ams1");
  await dialog.getByText("3 of 3 done").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await bar.getByRole("button", { name: "Select none" }).click();
  await bar.waitFor({ state: "detached" });
  await row(page, "ci-runners").focus();
  await page.keyboard.press("Space");
  await bar.getByText("1 selected").waitFor();
  await bar.getByRole("button", { name: "Remove…" }).click();
  await dialog.getByRole("button", { name: "Remove 1" }).click();
  await dialog.getByText("1 of 1 done").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await row(page, "ci-runners").waitFor({ state: "detached" });
  await machine.run(["put-back", "ci-runners"]);
  await row(page, "ci-runners").waitFor();
}

/** What ends soon is renewed together, from the board; where nobody can make it, it says so. */
export async function renewWhatEnds({
  app: { page },
  machine,
  fleet,
}: OpenApp): Promise<void> {
  const authority = machine.file("authority.pem", fleet.authority);
  await machine.run(["authority", "import", authority]);
  await page.getByRole("link", { name: "Expiry" }).click();
  await page.getByRole("button", { name: /^Renew \d+…$/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Renew \d+ contexts/ });
  await dialog.getByText("They are tried").or(dialog.getByText("It is tried")).waitFor(); // prettier-ignore
  await dialog.getByRole("button", { name: /^Renew \d+$/ }).click();
  // No endpoint of the fleet answers: nothing is put in place, and each says why.
  await dialog.getByText(/failed$/).waitFor({ timeout: 60_000 });
  await dialog.getByRole("button", { name: /^(Stop after this one|Close)$/ }).click(); // prettier-ignore
}

/** What is shown of the board goes into a file for a calendar: by a dialog of the desktop, or as the browser saves files. */
export async function calendarOfWhatEnds({
  app,
  machine,
}: OpenApp): Promise<void> {
  const { page } = app;
  await page.getByRole("link", { name: "Expiry" }).click();
  await page.getByLabel("Search what ends").fill("prod-eu");
  const path = machine.file("expiry.ics", "");
  await app.saveDownload(path, () =>
    page.getByRole("button", { name: "Save for a calendar" }).click(),
  );
  await page.getByText(/^[12] dates? (written to|saved as) /).waitFor();
  const text = readFileSync(path, "utf8");
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[^]*\r\nEND:VCALENDAR\r\n$/);
  expect(text).toContain("The certificate of prod-eu");
  expect(text).not.toContain("The certificate of homelab");
  await page.getByLabel("Search what ends").fill("");
}

/** All clusters are asked with one button. */
export async function checkAll({ app: { page } }: OpenApp): Promise<void> {
  await toList(page);
  await page.getByRole("button", { name: "Check all" }).click();
  const dialog = page.getByRole("dialog", { name: "Check 8 contexts" });
  await dialog.waitFor();
  await dialog.getByRole("progressbar").waitFor();
  // Some are answered before anybody can press.
  await dialog.getByRole("button", { name: /^(Stop after this one|Close)$/ }).click(); // prettier-ignore
  await dialog
    .getByRole("button", { name: "Stop after this one" })
    .waitFor({ state: "detached", timeout: 30_000 });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}
