import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

/** The app as a person has it, in Electron or in a browser: the same scenarios run in both. */
export interface TestApp {
  readonly host: "electron" | "browser";
  readonly page: Page;
  readonly troubles: PageTroubles;
  /** The process that holds the sessions. */
  readonly pid: number;
  /** What was shown outside the page when the vault was made. */
  recoveryKey(): Promise<string>;
  /** Does what asks for a secret outside of the page, and answers; then for a new passphrase, where one is given. */
  answering(
    secret: string,
    act: () => Promise<void>,
    newPassphrase?: string,
  ): Promise<void>;
  /** On the recovery page: chooses a backup. */
  restoreBackup(path: string): Promise<void>;
  /** Chooses a file on the import page. */
  openFile(path: string): Promise<void>;
  /** Chooses a file in the dialog that keeps an authority. */
  keepAuthority(path: string): Promise<void>;
  /** Chooses a file in the dialog that issues. */
  openAuthority(path: string): Promise<void>;
  /** Says on the activity page where an archive of the log is. */
  findArchive(path: string): Promise<void>;
  /** Says where the dialog that issues writes its file. */
  chooseTarget(path: string): Promise<void>;
  /** Does what saves a file that the browser would download, and has it there. */
  saveDownload(path: string, act: () => Promise<void>): Promise<void>;
  /** Text in the clipboard. */
  copied(): Promise<string>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** What must never be: refused by the policy, an error in the console, an exception. */
export interface PageTroubles {
  readonly all: string[];
}

const patienceMs = 10_000;

export function watchPage(page: Page): PageTroubles {
  const all: string[] = [];
  page.setDefaultTimeout(patienceMs);
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      all.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => all.push(`exception: ${error.message}`));
  return { all };
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

/** Violations of WCAG 2.2 AA and of best practice on the page as it is now. */
export async function accessibilityViolations(
  page: Page,
): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: readonly {
            id: string;
            nodes: readonly { html: string; failureSummary?: string }[];
          }[];
        }>;
      };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) =>
          `${id}: ${html.slice(0, 160)} ${failureSummary ?? ""}`,
      ),
    );
  });
}
