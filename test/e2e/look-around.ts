import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { accessibilityViolations } from "./test-app.ts";

const sizes = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
] as const;

/**
 * The page as it is, at both sizes and in both themes: nobody is shut out, and nothing is wider than the window. With
 * TALOS_VAULT_LOOK pictures of it are put into that folder, for whoever wants to look.
 */
export async function lookAround(page: Page, name: string): Promise<void> {
  const folder = process.env["TALOS_VAULT_LOOK"];
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
      if (folder !== undefined)
        await page.screenshot({ path: join(folder, file) });
    }
  await page.emulateMedia({ colorScheme: "light" });
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
