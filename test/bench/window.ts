import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { Machine } from "../cli/harness.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { Display } from "../e2e/display.ts";
import { ElectronApp } from "../e2e/electron-app.ts";
import { hasElectron, installElectron } from "../e2e/electron-install.ts";
import { hasChromium } from "../e2e/chromium.ts";
import { benchWindowMemory } from "./window-memory.ts";
import { benchRatios } from "./window-ratios.ts";
import { benchWindowStart } from "./window-start.ts";
import { benchUnlock } from "./window-unlock.ts";
import * as scenarios from "../e2e/scenarios.ts";

const person = process.getuid?.() === 0 ? 65_534 : null;
const starts = 5;
const contexts = 10_000;
const sessions = 10;
const idleSeconds = Number(process.env["BENCH_IDLE_SECONDS"] ?? 60);
const ticksPerSecond = 100;
const pageSize = 4096;
const patienceMs = 60_000;
const typingMs = 120;
const settleMs = 10_000;
const mebibyte = 2 ** 20;

/** What the window costs, in a real Electron under Xvfb. */
export async function benchWindow(): Promise<void> {
  console.log(`\nthe window\n  page, gzip: ${pageSizeKb().toFixed(0)} KB`);
  if (hasChromium()) await benchUnlock();
  if (!hasElectron()) {
    console.log("  no Electron here: nothing else measured");
    return;
  }
  const install = installElectron();
  const display = await Display.start();
  const apps = await benchWindowStart(install, display, person);
  await benchWindowMemory(install, display, person, apps);
  await benchRatios(install, display, person);
  const machine = await Machine.start("unlocked", person);
  const times: number[] = [];
  let app: ElectronApp | null = null;
  try {
    for (let turn = 0; turn < starts; turn++) {
      await app?.stop();
      const start = performance.now();
      app = await ElectronApp.start(machine, install, display);
      await app.page.getByRole("button", { name: "Make the vault" }).waitFor();
      times.push(performance.now() - start);
    }
    if (!app) return;
    report("start to interactive, ms, with Playwright's part", times);
    app.page.setDefaultTimeout(patienceMs);
    await app.answerDialogs();
    await scenarios.firstRun(app);
    await scenarios.importFile(
      app,
      machine.file("talosconfig", makeTalosconfig(contexts)),
    );
    report(
      `keystroke to filtered list, ${String(contexts)} contexts, ms`,
      await keystrokes(app.page),
    );
    report("IPC round trip, ms", await roundTrips(app.page));
    for (let turn = 0; turn < sessions; turn++)
      await scenarios.copySession(app);
    const processes = descendants(app.pid);
    const renderer = await app.app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    );
    console.log(`  renderer memory: ${residentMib(renderer).toFixed(0)} MiB`);
    await app.page.getByRole("link", { name: /^Contexts/ }).click();
    await app.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.hide(),
    );
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const before = cpuSeconds(processes);
    await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000));
    const share = ((cpuSeconds(processes) - before) / idleSeconds) * 100;
    console.log(
      `  idle CPU over ${String(idleSeconds)} s, ${String(sessions)} sessions open, window hidden: ${share.toFixed(1)} %`,
    );
  } finally {
    await app?.stop();
    await machine.stop();
    display.stop();
  }
}

function report(what: string, values: readonly number[]): void {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const worst = sorted.at(-1) ?? 0;
  console.log(
    `  ${what}: median ${median.toFixed(1)}, worst ${worst.toFixed(1)}`,
  );
}

function pageSizeKb(): number {
  const folder = new URL("../../.vite/renderer/assets", import.meta.url)
    .pathname;
  const bytes = readdirSync(folder)
    .filter((name) => /\.(js|css)$/.test(name))
    .map((name) => gzipSync(readFileSync(join(folder, name))).length);
  return bytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** From the input event until the list has other rows; a keystroke that changes none of them does not count. */
async function keystrokes(page: Page): Promise<readonly number[]> {
  await page.evaluate(() => {
    const g = globalThis as unknown as {
      document: {
        body: object;
        addEventListener(
          name: string,
          call: () => void,
          capture: boolean,
        ): void;
      };
      performance: { now(): number };
      MutationObserver: new (call: () => void) => {
        observe(target: object, options: object): void;
        disconnect(): void;
      };
      keystrokes: number[];
    };
    g.keystrokes = [];
    let pending: { disconnect(): void } | null = null;
    const listen = () => {
      pending?.disconnect();
      const start = g.performance.now();
      const observer = new g.MutationObserver(() => {
        observer.disconnect();
        g.keystrokes.push(g.performance.now() - start);
      });
      pending = observer;
      observer.observe(g.document.body, { childList: true, subtree: true });
    };
    g.document.addEventListener("input", listen, true);
  });
  const search = page.getByLabel("Search contexts");
  for (const text of ["text-1234", "text-77", "text-905", "text-4567"]) {
    await search.fill("");
    await page.waitForTimeout(typingMs);
    await search.pressSequentially(text, { delay: typingMs });
    await page.waitForTimeout(typingMs);
  }
  await search.fill("");
  return page.evaluate(
    () => (globalThis as unknown as { keystrokes: number[] }).keystrokes,
  );
}

/** A call that main refuses at the door: what the wall itself costs. */
async function roundTrips(page: Page): Promise<readonly number[]> {
  return page.evaluate(async () => {
    const g = globalThis as unknown as {
      talosVault: {
        call: Record<string, (request: unknown) => Promise<unknown>>;
      };
      performance: { now(): number };
    };
    const times: number[] = [];
    for (let turn = 0; turn < 200; turn++) {
      const start = g.performance.now();
      await g.talosVault.call["vault.unlock"]?.({ with: "nothing" });
      times.push(g.performance.now() - start);
    }
    return times;
  });
}

function descendants(pid: number): readonly number[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(Number(name)) === pid)
    .map(Number);
  return [pid, ...children.flatMap(descendants)];
}

function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

const parentOf = (pid: number) => Number(statOf(pid)[1]);

function cpuSeconds(pids: readonly number[]): number {
  const ticks = pids.map(
    (pid) => Number(statOf(pid)[11] ?? 0) + Number(statOf(pid)[12] ?? 0),
  );
  return ticks.reduce((sum, one) => sum + one, 0) / ticksPerSecond;
}

function residentMib(pid: number): number {
  return (Number(statOf(pid)[21] ?? 0) * pageSize) / mebibyte;
}
