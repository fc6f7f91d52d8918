import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import {
  layoutTroubles,
  readSideways,
  unseenButtons,
  unseenStates,
} from "./layout-checks.ts";
import { accessibilityViolations } from "./test-app.ts";

const sizes = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
] as const;

/** At 200 % a window has half as many points. */
const zoomed = [
  { width: 640, height: 400 },
  { width: 450, height: 300 },
] as const;

/**
 * The page as it is, at both sizes and in both themes: nobody is shut out, and nothing is wider than the window. With TALOS_VAULT_LOOK pictures of it are put into that folder, for whoever wants to look.
 */
export async function lookAround(page: Page, name: string): Promise<void> {
  for (const size of sizes)
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await page
        .locator(`html[data-theme="${colorScheme}"]`)
        .waitFor({ state: "attached" });
      await finishAnimations(page);
      const file = `${name}-${colorScheme}-${String(size.width)}.png`;
      expect(await accessibilityViolations(page), file).toEqual([]);
      expect(await overflow(page), file).toBeLessThanOrEqual(0);
      await keep(page, `${name}-${colorScheme}-${String(size.width)}`);
    }
  await page.emulateMedia({ colorScheme: "light" });
}

/** The same; and at 200 % and in forced colours nothing is cut, invisible, or to be read by scrolling sideways. */
export async function lookAroundZoomed(
  page: Page,
  name: string,
): Promise<void> {
  await lookAround(page, name);
  for (const size of [...sizes, ...zoomed]) {
    await page.setViewportSize(size);
    await finishAnimations(page);
    const words = `${name}, ${String(size.width)}x${String(size.height)}`;
    expect.soft(await layoutTroubles(page), words).toEqual([]);
    expect.soft(await readSideways(page), words).toEqual([]);
    await keep(page, `${name}-${String(size.width)}x${String(size.height)}`);
  }
  const [, usual] = sizes;
  await page.setViewportSize(usual);
  await page.emulateMedia({ forcedColors: "active" });
  await finishAnimations(page);
  expect.soft(await unseenStates(page), `${name}, forced colours`).toEqual([]);
  expect.soft(await unseenButtons(page), `${name}, forced colours`).toEqual([]);
  await keep(page, `${name}-forced-colours`);
  await page.emulateMedia({ forcedColors: "none" });
}

async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env["TALOS_VAULT_LOOK"];
  if (folder !== undefined)
    await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Colours change over a moment. */
function finishAnimations(page: Page): Promise<void> {
  return page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: { getAnimations(): { finish(): void }[] };
    };
    for (const one of document.getAnimations()) one.finish();
  });
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { document, innerWidth } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number } };
      innerWidth: number;
    };
    return document.documentElement.scrollWidth - innerWidth;
  });
}
