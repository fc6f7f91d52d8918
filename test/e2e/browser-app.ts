import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { expect } from "vitest";
import { chromium, type Browser, type Page } from "playwright-core";
import { program, type Machine, runtime } from "../cli/harness.ts";
import { chromiumPath } from "./chromium.ts";
import { watchPage, type PageTroubles, type TestApp } from "./test-app.ts";

/** The whole line. */
const addressShape = /http:\/\/127[^\s]+(?=\s)/;

/** `talos-vault ui` in a real Chromium. */
export class BrowserApp implements TestApp {
  readonly host = "browser";
  readonly page: Page;
  readonly troubles: PageTroubles;
  readonly address: string;
  readonly #browser: Browser;
  readonly #server: ChildProcess;
  #output: string;

  private constructor(
    server: ChildProcess,
    browser: Browser,
    page: Page,
    address: string,
  ) {
    this.#server = server;
    this.#browser = browser;
    this.page = page;
    this.address = address;
    this.#output = "";
    server.stdout?.on("data", (chunk: Buffer) => {
      this.#output += chunk.toString("utf8");
    });
    this.troubles = watchPage(page);
  }

  static start(
    machine: Machine,
    size = { width: 1280, height: 800 },
    env: NodeJS.ProcessEnv = {},
    built = program,
  ): Promise<BrowserApp> {
    const words = [built, "ui", "--no-open"];
    const server = spawn(runtime, words, {
      env: { ...machine.env, ...env },
      stdio: ["ignore", "pipe", "ignore"],
    });
    return BrowserApp.#open(server, server.stdout, size);
  }

  /** In a terminal of its own, on which somebody can answer. */
  static startInTerminal(
    machine: Machine,
    env: NodeJS.ProcessEnv = {},
  ): Promise<BrowserApp> {
    const words = [runtime, program, "ui", "--no-open"];
    const command = words.map((word) => `'${word}'`).join(" ");
    const server = spawn("script", ["-qfec", command, "/dev/null"], {
      env: { ...machine.env, NO_COLOR: "1", ...env },
      stdio: ["pipe", "pipe", "ignore"],
    });
    return BrowserApp.#open(server, server.stdout);
  }

  static async #open(
    server: ChildProcess,
    output: Readable,
    size = { width: 1280, height: 800 },
  ): Promise<BrowserApp> {
    let said = "";
    while (!addressShape.test(said)) {
      const [more] = (await once(output, "data")) as [Buffer];
      said += more.toString("utf8");
    }
    const [address = ""] = addressShape.exec(said) ?? [];
    const browser = await chromium.launch({
      executablePath: chromiumPath(),
      // Operators have them, and they take room.
      ignoreDefaultArgs: ["--hide-scrollbars"],
    });
    const context = await browser.newContext({ viewport: size });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    const app = new BrowserApp(server, browser, page, address);
    await page.goto(address);
    return app;
  }

  get pid(): number {
    return this.#server.pid ?? 0;
  }

  async recoveryKey(): Promise<string> {
    const [key = ""] = /AGE-SECRET-KEY-1[0-9A-Z]+/.exec(this.#output) ?? [];
    return key;
  }

  /** Types it when the terminal asks. */
  async answering(
    secret: string,
    act: () => Promise<void>,
    newPassphrase?: string,
  ): Promise<void> {
    this.#output = "";
    await act();
    await this.#type(secret, /(?:key|assphrase)[^\n]*:/);
    if (newPassphrase === undefined) return;
    await this.#type(newPassphrase, /assphrase[^\n]*:/);
    await this.#type(newPassphrase, /Once more:/);
  }

  async #type(secret: string, question: RegExp): Promise<void> {
    await expect.poll(() => this.#output).toMatch(question);
    this.#output = "";
    this.#server.stdin?.write(`${secret}\r`);
  }

  async restoreBackup(path: string): Promise<void> {
    await this.page.getByRole("button", { name: "Restore a backup…" }).click();
    await this.page.getByLabel("File", { exact: true }).fill(path);
    await this.page.getByRole("button", { name: "Put it back" }).click();
  }

  async openFile(path: string): Promise<void> {
    await this.page.getByLabel("Or a file on this machine").fill(path);
    await this.page
      .locator("form")
      .getByRole("button", { name: "Review" })
      .click();
  }

  async keepAuthority(path: string): Promise<void> {
    await this.page.getByLabel("File", { exact: true }).fill(path);
    await this.page.getByRole("button", { name: "Import it" }).click();
  }

  async openAuthority(path: string): Promise<void> {
    await this.page
      .getByLabel(/^(File with the authority|Or one from a file)$/)
      .fill(path);
    await this.page.getByRole("button", { name: "Read the file" }).click();
  }

  async findArchive(path: string): Promise<void> {
    await this.page.getByLabel(/^Where audit-.* is now$/).fill(path);
    await this.page.getByRole("button", { name: "Read the file" }).click();
  }

  async chooseTarget(path: string): Promise<void> {
    await this.page.getByLabel("File to write", { exact: true }).fill(path);
  }

  async saveDownload(path: string, act: () => Promise<void>): Promise<void> {
    const begun = this.page.waitForEvent("download");
    await act();
    await (await begun).saveAs(path);
  }

  async copied(): Promise<string> {
    return this.page.evaluate(() =>
      (
        globalThis as unknown as {
          navigator: { clipboard: { readText(): Promise<string> } };
        }
      ).navigator.clipboard.readText(),
    );
  }

  async kill(): Promise<void> {
    this.#server.kill("SIGKILL");
    await once(this.#server, "exit");
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    if (this.#server.exitCode !== null || this.#server.signalCode) return;
    this.#server.kill("SIGTERM");
    await once(this.#server, "exit");
  }
}
