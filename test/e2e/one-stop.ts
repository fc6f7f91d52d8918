import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { accessibilityViolations } from "./test-app.ts";

interface Element {
  readonly tabIndex: number;
  readonly tagName: string;
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  matches(selector: string): boolean;
  closest(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
  getClientRects(): { readonly length: number };
}

/** How many stops of the Tab key are in it. */
export function stopsIn(list: Locator): Promise<number> {
  return list.evaluate((element) => {
    const parts = (element as unknown as Element).querySelectorAll(
      "a[href], button, input, select, textarea, summary, [tabindex]",
    );
    return [...parts].filter(
      (one) =>
        one.tabIndex >= 0 &&
        !one.matches(":disabled") &&
        one.getClientRects().length > 0,
    ).length;
  });
}

/** Which row has the focus, or has what has it. */
export function focusedIn(page: Page): Promise<{
  readonly row: string | null;
  readonly tag: string;
  readonly name: string;
}> {
  return page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: { activeElement: Element };
    };
    const has = document.activeElement;
    return {
      row: has.closest("[data-row]")?.getAttribute("data-row") ?? null,
      tag: has.tagName,
      name: has.getAttribute("aria-label") ?? has.textContent ?? "",
    };
  });
}

/** The rows that are drawn, in their order. */
function rowsOf(list: Locator): Promise<readonly string[]> {
  return list.evaluate((element) =>
    [...(element as unknown as Element).querySelectorAll("[data-row]")].map(
      (row) => row.getAttribute("data-row") ?? "",
    ),
  );
}

/** The first stop of the Tab key in it has the focus. */
export async function focusStop(list: Locator): Promise<void> {
  await list
    .locator('[tabindex="0"]')
    .and(list.page().locator(":visible"))
    .first()
    .focus();
}

/**
 * The list is one stop of the Tab key. Arrows, Home and End go from row to row, all of which are drawn; Right leads to the buttons of
 * one, and Left back. Nobody is shut out.
 */
export async function expectOneStop(list: Locator): Promise<void> {
  const page = list.page();
  await list.waitFor();
  expect(await stopsIn(list)).toBe(1);
  const rows = await rowsOf(list);
  expect(rows.length).toBeGreaterThan(1);
  await focusStop(list);
  const [first = "", second = ""] = rows;
  const last = rows.at(-1) ?? "";
  for (const [key, row] of [
    ["Home", first],
    ["ArrowUp", first],
    ["ArrowDown", second],
    ["ArrowUp", first],
    ["End", last],
    ["ArrowDown", last],
    ["Home", first],
  ] as const) {
    await page.keyboard.press(key);
    await expect
      .poll(async () => (await focusedIn(page)).row, { message: key })
      .toBe(row);
    expect(await stopsIn(list), key).toBe(1);
  }
  await page.keyboard.press("PageDown");
  const further = (await focusedIn(page)).row ?? "";
  expect(rows.indexOf(further)).toBeGreaterThan(0);
  await page.keyboard.press("PageUp");
  expect((await focusedIn(page)).row).toBe(first);
  // Tab leaves it, and comes back to where it was left.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  expect(rows).not.toContain((await focusedIn(page)).row);
  await page.keyboard.press("Shift+Tab");
  expect((await focusedIn(page)).row).toBe(second);
  await page.keyboard.press("Home");
  expect(await accessibilityViolations(page)).toEqual([]);
}
