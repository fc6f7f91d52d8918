import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { OpenApp } from "./in-both-hosts.ts";

const production = "prod-us";

const pages: readonly (readonly [hash: string, heading: string])[] = [
  ["#/contexts", "Contexts"],
  [`#/contexts/${production}`, "Contexts"],
  ["#/expiry", "Expiry"],
  ["#/sessions", "Sessions"],
  ["#/authorities", "Authorities"],
  ["#/activity", "Activity"],
  ["#/activity/credentials", "Activity"],
  ["#/activity/radius", "Activity"],
  ["#/findings", "Findings"],
];

/** Dialogs of a context whose titles or texts have its name, by the item of its menu. */
const dialogs = [
  "Rename…",
  "Duplicate…",
  "Renew…",
  "Rotation of the CA…",
  "Issue a credential…",
  "Export in plain text…",
];

/** Wherever the name of a production context stands, it is marked: on every page, in the dialogs, in messages. */
export async function productionIsMarked({
  app: { page },
  machine,
}: OpenApp): Promise<void> {
  await machine.run(["set", production, "--production", "--consent", "never"]);
  await page
    .getByRole("row", { name: new RegExp(`${production}.*production`) })
    .waitFor();
  for (const [hash, heading] of pages) {
    await goTo(page, hash);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await expectMarked(page, hash);
  }
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill(production);
  await page.getByRole("option", { name: production }).first().waitFor();
  await expectMarked(page, "the palette");
  await page.keyboard.press("Escape");
  await goTo(page, `#/contexts/${production}`);
  for (const item of dialogs) {
    await page
      .getByRole("button", { name: `More about ${production}` })
      .last()
      .click();
    await page.getByRole("menuitem", { name: item }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(production).first().waitFor();
    await expectMarked(page, item);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  }
  await machine.run(["set", production, "--no-production"]);
}

/** No text of the page has the name without the mark beside it. What is typed, or says what to type, is not looked at. */
async function expectMarked(page: Page, where: string): Promise<void> {
  const unmarked = () => page.evaluate(unmarkedIn, production);
  await expect.poll(unmarked, { message: where }).toEqual([]);
}

function unmarkedIn(name: string): readonly string[] {
  interface Node {
    readonly textContent: string | null;
    readonly parentElement: Element | null;
  }
  interface Element extends Node {
    closest(selector: string): Element | null;
    readonly outerHTML: string;
  }
  const { document } = globalThis as unknown as {
    document: {
      body: Element;
      createTreeWalker(
        root: Element,
        what: number,
      ): { nextNode(): Node | null };
    };
  };
  const texts = document.createTreeWalker(document.body, 4);
  const found: string[] = [];
  let seen = 0;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    const says = text.textContent ?? "";
    if (!element || !new RegExp(`${name}(?![-\\w])`).test(says)) continue;
    if (element.closest("label, script, style")) continue;
    seen++;
    let around: Element | null = element.closest("[data-context]");
    let isMarked = false;
    for (let steps = 0; around && steps < 4 && !isMarked; steps++) {
      isMarked = (around.textContent ?? "").includes("production");
      around = around.parentElement;
    }
    if (!isMarked) found.push(element.outerHTML.slice(0, 200));
  }
  return seen === 0 ? [`${name} is not on the page`] : found;
}

async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    const window = globalThis as unknown as { location: { hash: string } };
    window.location.hash = to;
  }, hash);
}
