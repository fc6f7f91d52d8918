import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { eyesores, forcedColourTroubles } from "./eye-checks.ts";
import { layoutTroubles, readSideways, unseenStates } from "./layout-checks.ts";
import { accessibilityViolations } from "./test-app.ts";

/** The pictures of the guide; drawn anew where they are missing, so that a run leaves the work tree as it was. */
const pictures = resolve(import.meta.dirname, "../../docs/images/window");

const settleMs = 150;
const themes = ["light", "dark"] as const;
/** At 200 % a window has half as many points; 900 by 600 is the smallest that the app opens. */
const sizes = [
  [1280, 800, "1280x800"],
  [900, 600, "900x600"],
  [640, 400, "1280x800 at 200 %"],
  [450, 300, "900x600 at 200 %"],
  [1920, 1080, "1920x1080"],
  [3840, 2160, "3840x2160"],
] as const;

/**
 * Looks at the page as it is: readable for everybody, all of it within reach at every size and zoom, its states visible in forced
 * colours; and drawn where a picture is missing.
 */
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
    await keep(page, `${name}-${theme}`);
    const path = join(pictures, `${name}-${theme}.png`);
    if (!existsSync(path)) await draw(page, path);
  }
  await page.emulateMedia({ colorScheme: "light" });
  for (const [width, height, words] of sizes) {
    await page.setViewportSize({ width, height });
    await settled(page);
    expect.soft(await layoutTroubles(page), `${name}, ${words}`).toEqual([]);
    expect.soft(await readSideways(page), `${name}, ${words}`).toEqual([]);
    expect.soft(await eyesores(page), `${name}, ${words}`).toEqual([]);
    await keep(page, `${name}-${words}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, forcedColors: "active" });
    await settled(page);
    const words = `${name}, forced colours, ${theme}`;
    expect.soft(await unseenStates(page), words).toEqual([]);
    expect.soft(await forcedColourTroubles(page), words).toEqual([]);
    await keep(page, `${name}-forced-colours-${theme}`);
  }
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
}

/** For whoever wants to look at all of them: TALOS_VAULT_LOOKS names a folder. */
async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env["TALOS_VAULT_LOOKS"];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** A picture of the guide: the folder of the test's machine is called as a person's home is. */
async function draw(page: Page, path: string): Promise<void> {
  await page.evaluate(rename, ["/tmp/tv-cli-[A-Za-z0-9]{6}", "/home/ada"]);
  await page.screenshot({ path });
}

/** What matches the first is called by the second, in texts and fields, in the page. */
function rename([from = "", to = ""]: readonly string[]): void {
  const { document } = globalThis as unknown as {
    document: {
      body: unknown;
      createTreeWalker(
        root: unknown,
        what: number,
      ): { nextNode(): { nodeValue: string } | null };
      querySelectorAll(selector: string): Iterable<{ value: string }>;
    };
  };
  const old = new RegExp(from, "g");
  const texts = document.createTreeWalker(document.body, 4);
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    if (text.nodeValue.search(old) >= 0)
      text.nodeValue = text.nodeValue.replace(old, to);
  for (const field of document.querySelectorAll("input, textarea"))
    if (field.value.search(old) >= 0)
      field.value = field.value.replace(old, to);
}

/** Waits until the page is drawn in its new colours. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(settleMs);
  await page.evaluate(async () => {
    const window = globalThis as unknown as {
      document: {
        getAnimations(): {
          readonly finished: Promise<unknown>;
          readonly effect: {
            getComputedTiming(): { readonly endTime: number };
          } | null;
        }[];
      };
      requestAnimationFrame(then: () => void): void;
      setTimeout(then: (value: unknown) => void, ms: number): void;
    };
    const frame = () =>
      new Promise<void>((drawn) => window.requestAnimationFrame(drawn));
    await frame();
    await frame();
    const over = Promise.allSettled(
      window.document
        .getAnimations()
        // A bar of progress goes on for ever.
        .filter(
          ({ effect }) => effect?.getComputedTiming().endTime !== Infinity,
        )
        .map(({ finished }) => finished),
    );
    // Nothing of ours moves for longer; what is hidden meanwhile may never say that it is over.
    const patience = new Promise((late) => window.setTimeout(late, 1000));
    await Promise.race([over, patience]);
  });
}
