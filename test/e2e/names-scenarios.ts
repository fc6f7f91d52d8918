import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { OpenApp } from "./in-both-hosts.ts";
import { whileItRuns } from "./while-it-runs.ts";

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
  [`#/activity/context/${production}`, "Activity"],
  ["#/findings", "Findings"],
];

/** Dialogs of a context whose titles or texts have its name, by the item of its menu. */
const dialogs = [
  "Rename…",
  "Duplicate…",
  "Renew…",
  "Rotation of the CA…",
  "Issue a credential…",
  "Give to a colleague…",
  "Export in plain text…",
];
/** The same, by its buttons on the context's page. */
const ofPage = ["Start a session…", "Edit", "Labels and note", "Defaults", "Calls", "Push to a store…"]; // prettier-ignore

/** Wherever the name of a production context stands, it is marked: on every page, in the dialogs, in messages. */
export async function productionIsMarked({
  app,
  machine,
}: OpenApp): Promise<void> {
  const { page } = app;
  const dialog = page.getByRole("dialog");
  /** A dialog that names it; left again. */
  const look = async (where: string) => {
    await dialog.getByText(production).first().waitFor({ state: "attached" });
    await expectMarked(page, where);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  };
  const more = page.getByRole("button", { name: `More about ${production}` }).last(); // prettier-ignore
  await machine.run(["set", production, "--production", "--consent", "never"]);
  const row = page.getByRole("row", { name: new RegExp(`${production}.*production`) }); // prettier-ignore
  await row.waitFor();
  // Once it is gone its row marks it no more.
  await goTo(page, `#/contexts/${production}`);
  await more.click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByText("Removed").first().waitFor();
  await page.getByRole("button", { name: "Recently removed" }).click();
  await dialog.getByText("Removed contexts are kept").waitFor();
  await expectMarked(page, "what was removed");
  await dialog.getByRole("button", { name: `Put back ${production}` }).click();
  await dialog.getByText("Nothing is left to put back.").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await row.waitFor();
  const running = machine.run(["exec", production, "--stored", "--", "sleep", "600"]); // prettier-ignore
  await goTo(page, "#/sessions");
  const end = page.getByRole("button", { name: `End the session with ${production}` }); // prettier-ignore
  await whileItRuns(running, end.waitFor());
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
    await more.click();
    await page.getByRole("menuitem", { name: item }).click();
    await look(item);
  }
  const panel = page.getByRole("region", { name: `Context ${production}` });
  for (const name of ofPage) {
    await panel.getByRole("button", { name, exact: true }).first().click();
    await look(name);
  }
  await page.locator(`[data-name="${production}"]`).focus();
  await page.keyboard.press("Space");
  for (const name of ["Check", "Label…", "Export…", "Remove…"]) {
    await page.getByRole("toolbar").getByRole("button", { name, exact: true }).click(); // prettier-ignore
    await look(name);
  }
  await page.getByRole("button", { name: "Select none" }).click();
  // A file with the same name and something else, beside it.
  await goTo(page, "#/import");
  const { stdout: exported } = await machine.run(["export", production, "-o", "-", "--yes", "--reason", "a test", "--confirm", production]); // prettier-ignore
  await app.openFile(machine.file("changed", exported.replace("10.5.0.11", "10.5.0.99"))); // prettier-ignore
  await page.getByText("In the vault", { exact: true }).waitFor();
  await expectMarked(page, "the preview of an import");
  await machine.run(["end", "--all"]);
  await running;
  await machine.run(["set", production, "--no-production"]);
}

/** What calls may do is changed on the page of a context; a part that was changed elsewhere meanwhile stays. */
export async function guardIsChanged({ app, machine }: OpenApp): Promise<void> {
  const { page } = app;
  const name = "prod-eu";
  await goTo(page, `#/contexts/${name}`);
  const panel = page.getByRole("region", { name: `Context ${name}` });
  await panel.getByRole("button", { name: "Calls", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Guard of ${name}` });
  await dialog.getByRole("group", { name: "Hold groups" }).getByRole("button", { name: "writes" }).click(); // prettier-ignore
  await dialog.getByLabel("Max nodes").fill("0");
  expect(await dialog.getByRole("button", { name: "Save" }).isEnabled()).toBe(false); // prettier-ignore
  await machine.run(["guard", "set", name, "--deny", "reset"]);
  await dialog.getByText("Changed elsewhere meanwhile: the guard.").waitFor();
  await dialog.getByLabel("Max nodes").fill("3");
  await dialog.getByLabel("Max nodes").press("Enter");
  await dialog.waitFor({ state: "detached" });
  await panel.getByText("writes", { exact: true }).waitFor();
  const { guard } = await machine.json<{ guard: unknown }>(["show", name, "--json"]); // prettier-ignore
  expect(guard).toMatchObject({ hold: ["writes"], maxNodes: 3 });
  expect(JSON.stringify(guard)).toContain("reset");
  await expect.poll(() => page.evaluate("document.activeElement.tagName")).not.toBe("BODY"); // prettier-ignore
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
  /** The mark of another row marks nothing here. */
  function isMarkedBeside(named: Element | null): boolean {
    let around = named;
    for (let steps = 0; around && steps < 4; steps++) {
      if ((around.textContent ?? "").includes("production")) return true;
      const row = around.closest("tr, li, [role=row], [role=option]");
      around = row === around ? null : around.parentElement;
    }
    return false;
  }
  const texts = document.createTreeWalker(document.body, 4);
  const found: string[] = [];
  let seen = 0;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    const says = text.textContent ?? "";
    if (!element || !new RegExp(`${name}(?![-\\w])`).test(says)) continue;
    if (element.closest("label, script, style")) continue;
    seen++;
    const named = element.closest("[data-context]");
    const isMarked = says.includes("production") || isMarkedBeside(named);
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
