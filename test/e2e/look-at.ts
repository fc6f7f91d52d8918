import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { accessibilityViolations } from "./test-app.ts";

/** The pictures of the guide; drawn anew where they are missing, so that a run leaves the work tree as it was. */
const pictures = resolve(import.meta.dirname, "../../docs/images/window");

const settleMs = 150;
const themes = ["light", "dark"] as const;

/** Looks at the page as it is: readable for everybody, within every width, and drawn where a picture is missing. */
export async function lookAt(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    // The page puts the theme on by itself; a loaded machine may take its time.
    await page
      .locator(`html[data-theme="${theme}"]`)
      .waitFor({ state: "attached" });
    await settled(page);
    expect(await accessibilityViolations(page), `${name}, ${theme}`).toEqual(
      [],
    );
    const path = join(pictures, `${name}-${theme}.png`);
    if (!existsSync(path)) await page.screenshot({ path });
  }
  await page.emulateMedia({ colorScheme: "light" });
  for (const width of [900, 1600, 3840]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(() => {
      const { document, innerWidth } = globalThis as unknown as {
        document: { documentElement: { scrollWidth: number } };
        innerWidth: number;
      };
      return document.documentElement.scrollWidth - innerWidth;
    });
    expect(overflow, `${name} at ${String(width)}`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Waits until the page is drawn in its new colours. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(settleMs);
  await page.evaluate(async () => {
    const window = globalThis as unknown as {
      document: { getAnimations(): { finished: Promise<unknown> }[] };
      requestAnimationFrame(then: () => void): void;
    };
    const frame = () =>
      new Promise<void>((drawn) => window.requestAnimationFrame(drawn));
    await frame();
    await frame();
    await Promise.allSettled(
      window.document.getAnimations().map(({ finished }) => finished),
    );
  });
}
