import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import {
  foundInMemory,
  keyCanaries,
  textCanary,
  type Canary,
} from "../doubles/canaries.ts";
import { describeE2e } from "./describe-e2e.ts";
import { Display } from "./display.ts";
import { ElectronApp } from "./electron-app.ts";
import { installElectron } from "./electron-install.ts";
import * as scenarios from "./scenarios.ts";

/** As root Chromium has no sandbox: then the app runs as nobody, and root may look into its memory. */
const person = process.getuid?.() === 0 ? 65_534 : null;

describeE2e("processes of the app", ["electron", "shared"], () => {
  let display: Display;
  let machine: Machine;
  let app: ElectronApp;
  let canaries: readonly Canary[];
  const keys = () => join(machine.folder, "tls-keys");

  beforeAll(async () => {
    display = await Display.start();
    machine = await Machine.start("unlocked", person);
    app = await ElectronApp.start(machine, installElectron(), display, {
      SSLKEYLOGFILE: keys(),
      ELECTRON_ENABLE_LOGGING: "1",
    });
    await app.answerDialogs();
    const recoveryKey = await scenarios.firstRun(app);
    await scenarios.importFile(app, scenarios.fixture);
    await scenarios.copySession(app);
    canaries = [
      ...keyCanaries(readFileSync(scenarios.fixture, "utf8")),
      textCanary("recovery key", recoveryKey),
    ];
    expect(canaries.length).toBeGreaterThan(2);
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
    display.stop();
  });

  function textOf(pid: number, file: "cmdline" | "environ" | "stat"): string {
    try {
      return readFileSync(`/proc/${String(pid)}/${file}`, "utf8");
    } catch {
      return "";
    }
  }

  /** Main and all that came of it: its zygotes, its helpers and its page. Chromium writes over what /proc says of their environment. */
  function group(): readonly number[] {
    const all = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
    const parentOf = new Map(all.map((pid) => [pid, parent(pid)]));
    const isOfApp = (pid: number): boolean =>
      pid === app.pid || (pid > 1 && isOfApp(parentOf.get(pid) ?? 0));
    return all.filter(isOfApp);
  }

  function parent(pid: number): number {
    const stat = textOf(pid, "stat");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
  }

  const rendererOf = () =>
    app.app.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    );

  test("none has a secret in its arguments or environment", () => {
    const processes = group();
    expect(processes.length).toBeGreaterThan(3);
    const forms = canaries.flatMap((canary) => canary.forms);
    for (const pid of processes)
      for (const file of ["cmdline", "environ"] as const) {
        const bytes = Buffer.from(textOf(pid, file));
        expect(forms.some((form) => bytes.includes(form))).toBe(false);
      }
  });

  test.runIf(person !== null)(
    "the page's has no key and no recovery key in its memory, which main has",
    async () => {
      expect(foundInMemory(app.pid, canaries)).not.toEqual([]);
      const renderer = await rendererOf();
      expect(group()).toContain(renderer);
      expect(foundInMemory(renderer, canaries)).toEqual([]);
    },
  );

  test("main leaves no memory in a core dump", () => {
    const filter = `/proc/${String(app.pid)}/coredump_filter`;
    expect(readFileSync(filter, "utf8").trim()).toBe("00000000");
  });

  test("no file of TLS keys is written", () => {
    expect(existsSync(keys())).toBe(false);
  });
});
