import { performance } from "node:perf_hooks";
import type { Page } from "playwright-core";
import { Machine } from "../cli/harness.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import type { Display } from "../e2e/display.ts";
import { ElectronApp } from "../e2e/electron-app.ts";
import type { ElectronInstall } from "../e2e/electron-install.ts";
import * as scenarios from "../e2e/scenarios.ts";
import { memoryMib } from "./process-family.ts";

const few = 8;
const many = 10_000;
const turns = 15;
const starts = 5;
const patienceMs = 120_000;
const settleMs = 1500;

interface Measured {
  readonly star: number;
  readonly use: number;
  readonly dialog: number;
  readonly unlock: number;
  readonly memory: number;
}

/** What one click costs with few and with many contexts; the memory is one with an inspector. */
export async function benchRatios(
  install: ElectronInstall,
  display: Display,
  person: number | null,
): Promise<void> {
  const one = await measure(few, install, display, person);
  const other = await measure(many, install, display, person);
  for (const what of ["star", "use", "dialog", "unlock", "memory"] as const)
    console.log(`  ${what}, at ${String(few)} and ${String(many)}: ${one[what].toFixed(1)}, ${other[what].toFixed(1)}: ${ratio(other[what], one[what])}`); // prettier-ignore
}

const ratio = (a: number, b: number) => `${(a / b).toFixed(2)}x`;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

async function measure(
  contexts: number,
  install: ElectronInstall,
  display: Display,
  person: number | null,
): Promise<Measured> {
  const machine = await Machine.start("unlocked", person);
  const app = await ElectronApp.start(machine, install, display);
  const { page } = app;
  try {
    page.setDefaultTimeout(patienceMs);
    await app.answerDialogs();
    await scenarios.firstRun(app);
    const file = machine.file("talosconfig", makeTalosconfig(contexts));
    await scenarios.importFile(app, file);
    await page.waitForTimeout(settleMs);
    const memory = memoryMib(app.pid);
    const star = await clicks(page, (name) => ({
      click: `[aria-label="Favourite ${name}"]`,
      shown: `[aria-label="Favourite ${name}"][aria-pressed="true"]`,
    }));
    const use = await clicks(page, (name) => ({
      click: `[aria-label="Use ${name}"]`,
      shown: `[data-name="${name}"][data-current="true"]`,
    }));
    const dialog = await startDialog(page);
    const unlock = await unlocking(page);
    return { star, use, dialog, unlock, memory };
  } finally {
    await app.stop();
    await machine.stop();
  }
}

/** From a click on a row to the frame after the one in which the row shows it. */
async function clicks(
  page: Page,
  of: (name: string) => { readonly click: string; readonly shown: string },
): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const name = `context-${String((turn % 5) + 2)}`;
    const { click, shown } = of(name);
    const isOn = (await page.locator(shown).count()) > 0;
    // What is on already is turned off first, or another one is used.
    if (isOn && click.includes("Favourite")) await page.locator(click).click();
    await page.waitForTimeout(settleMs);
    times.push(await answered(page, click, shown));
  }
  return median(times);
}

function answered(page: Page, click: string, shown: string): Promise<number> {
  return page.evaluate(
    ([button, sign]) => {
      const g = globalThis as unknown as {
        document: { querySelector(one: string): { click(): void } | null };
        performance: { now(): number };
        requestAnimationFrame(call: () => void): void;
      };
      return new Promise<number>((resolve) => {
        const start = g.performance.now();
        g.document.querySelector(button ?? "")?.click();
        const look = (): void => {
          const isShown = g.document.querySelector(sign ?? "") !== null;
          g.requestAnimationFrame(
            isShown ? () => resolve(g.performance.now() - start) : look,
          );
        };
        look();
      });
    },
    [click, shown],
  );
}

async function startDialog(page: Page): Promise<number> {
  const times: number[] = [];
  await page.getByRole("link", { name: /^Sessions/ }).click();
  await page.getByRole("button", { name: "Start a session…" }).waitFor();
  for (let turn = 0; turn < turns; turn++) {
    await page.evaluate(() => {
      const { document } = globalThis as unknown as {
        document: { querySelectorAll(one: string): Iterable<{ textContent: string; id: string }> }; // prettier-ignore
      };
      for (const button of document.querySelectorAll("main button"))
        if (button.textContent.includes("Start a session")) button.id = "start-it"; // prettier-ignore
    });
    times.push(await answered(page, "#start-it", '[role="dialog"]'));
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  await page.getByRole("link", { name: /^Contexts/ }).click();
  return median(times);
}

async function unlocking(page: Page): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < starts; turn++) {
    await page.getByRole("button", { name: "Lock", exact: true }).click();
    const unlock = page.getByRole("button", { name: "Unlock", exact: true });
    await unlock.waitFor();
    const start = performance.now();
    await unlock.click();
    await page.locator("[data-name]").first().waitFor();
    times.push(performance.now() - start);
  }
  return median(times);
}
