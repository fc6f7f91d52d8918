import { setTimeout as sleep } from "node:timers/promises";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  _electron as electron,
  type ElectronApplication,
  type Page,
} from "playwright-core";
import type { Machine } from "../cli/harness.ts";
import { writeAskingPinentry } from "../doubles/pinentry.ts";
import type { Display } from "./display.ts";
import type { ElectronInstall } from "./electron-install.ts";
import { watchPage, type PageTroubles, type TestApp } from "./test-app.ts";

const answerFile = "answer";
const startMs = 25_000;
const attempts = 3;

/** The desktop app in a real Electron with its sandbox on. */
export class ElectronApp implements TestApp {
  readonly host = "electron";
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly troubles: PageTroubles;

  readonly #machine: Machine;
  #hasEnded = false;

  private constructor(app: ElectronApplication, page: Page, machine: Machine) {
    this.#machine = machine;
    this.app = app;
    this.page = page;
    this.troubles = watchPage(page);
    app.once("close", () => (this.#hasEnded = true));
  }

  /**
   * The inspector of a starting Electron answers late or never, once in a while: then another one is started. The one
   * before is killed first: it would hold the app's lock of a single instance.
   */
  static async start(
    ...given: Parameters<typeof ElectronApp.launch>
  ): Promise<ElectronApp> {
    const [{ folder }] = given;
    for (let attempt = 1; attempt < attempts; attempt++) {
      const started = await Promise.race([
        ElectronApp.launch(...given).catch(() => null),
        sleep(startMs, null),
      ]);
      if (started) return started;
      kill(launchedIn(folder));
    }
    return ElectronApp.launch(...given);
  }

  private static async launch(
    machine: Machine,
    install: ElectronInstall,
    display: Display,
    env: NodeJS.ProcessEnv = {},
  ): Promise<ElectronApp> {
    const pinentry = writeAskingPinentry(
      machine.folder,
      join(machine.folder, answerFile),
    );
    const app = await electron.launch({
      executablePath: launcher(machine, install),
      chromiumSandbox: true,
      args: [install.appFolder],
      cwd: machine.folder,
      env: environment(machine, display, {
        TALOS_VAULT_PINENTRY: pinentry,
        ...env,
      }),
    });
    const page = await app.firstWindow();
    await app.evaluate(() => undefined);
    return new ElectronApp(app, page, machine);
  }

  get pid(): number {
    return this.app.process().pid ?? 0;
  }

  /** Answers the dialogs that come from now on as a person would; what they showed is kept. */
  async answerDialogs(chosen: string | null = null): Promise<void> {
    await this.app.evaluate(({ dialog }, path) => {
      const shown: string[] = [];
      Object.assign(globalThis, { shownDialogs: shown });
      dialog.showMessageBox = async (...all: unknown[]) => {
        const options = all.at(-1) as { message: string };
        shown.push(options.message);
        return { response: 0, checkboxChecked: false };
      };
      dialog.showOpenDialog = async () => ({
        canceled: path === null,
        filePaths: path === null ? [] : [path],
      });
      dialog.showSaveDialog = async () => ({
        canceled: path === null,
        filePath: path ?? "",
      });
    }, chosen);
  }

  /** Older ones give a page no path of a file: nothing can be dropped on them. */
  async givesPaths(): Promise<boolean> {
    const major = 29;
    return this.app.evaluate(
      (_, since) => Number.parseInt(process.versions["electron"] ?? "") >= since, // prettier-ignore
      major,
    );
  }

  /** What the dialogs said since they are answered. */
  async shownDialogs(): Promise<readonly string[]> {
    return this.app.evaluate(
      () => (globalThis as unknown as { shownDialogs: string[] }).shownDialogs,
    );
  }

  async recoveryKey(): Promise<string> {
    const shown = await this.shownDialogs();
    return shown.find((text) => text.startsWith("AGE-SECRET-KEY")) ?? "";
  }

  /** Its pinentry types what this file says. */
  async answering(
    secret: string,
    act: () => Promise<void>,
    newPassphrase?: string,
  ): Promise<void> {
    const answers = [secret, ...(newPassphrase ? [newPassphrase] : [])];
    this.#machine.file(answerFile, `${answers.join("\n")}\n`);
    await act();
  }

  async restoreBackup(path: string): Promise<void> {
    await this.answerDialogs(path);
    await this.page.getByRole("button", { name: "Restore a backup…" }).click();
  }

  async openFile(path: string): Promise<void> {
    await this.answerDialogs(path);
    await this.page.getByRole("button", { name: "Choose files…" }).click();
  }

  async keepAuthority(path: string): Promise<void> {
    await this.answerDialogs(path);
    await this.page.getByRole("button", { name: "Choose the file…" }).click();
  }

  async openAuthority(path: string): Promise<void> {
    await this.answerDialogs(path);
    await this.page
      .getByRole("button", { name: "Choose secrets.yaml…" })
      .click();
  }

  async findArchive(path: string): Promise<void> {
    await this.answerDialogs(path);
    await this.page.getByRole("button", { name: "Find the archive…" }).click();
  }

  async chooseTarget(path: string): Promise<void> {
    await this.answerDialogs(path);
  }

  async saveDownload(path: string, act: () => Promise<void>): Promise<void> {
    await this.answerDialogs(path);
    await act();
  }

  async copied(): Promise<string> {
    return this.app.evaluate(({ clipboard }) => clipboard.readText());
  }

  async kill(): Promise<void> {
    const gone = this.app.waitForEvent("close");
    process.kill(this.pid, "SIGKILL");
    await gone;
  }

  /** Quits as its menu does: closing its window alone may leave it in the tray. */
  async stop(): Promise<void> {
    // Playwright would wait half a minute for the end of one that has ended.
    if (this.#hasEnded) return;
    const gone = this.app.waitForEvent("close");
    await this.app.evaluate(({ app }) => app.quit()).catch(() => undefined);
    await gone.catch(() => undefined);
  }
}

const pidFile = "electron.pid";

/** Starts Electron as the machine's person: as root it would have no sandbox. Leaves its process id in a file. */
function launcher(machine: Machine, { executable }: ElectronInstall): string {
  const path = join(machine.folder, "electron");
  const id = String(machine.uid);
  const as =
    machine.uid === null
      ? ""
      : `setpriv --reuid=${id} --regid=${id} --clear-groups `;
  const script = `#!/bin/sh
echo $$ >'${join(machine.folder, pidFile)}'
exec ${as}'${executable}' "$@"
`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

function launchedIn(folder: string): number {
  return Number(readFileSync(join(folder, pidFile), "utf8"));
}

function environment(
  machine: Machine,
  display: Display,
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  const all = { ...machine.env, DISPLAY: display.name, ...env };
  return Object.fromEntries(
    Object.entries(all).filter(
      (one): one is [string, string] => one[1] !== undefined,
    ),
  );
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
