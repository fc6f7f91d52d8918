import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import { writePinentry } from "../doubles/pinentry.ts";
import { describeE2e } from "./describe-e2e.ts";
import { Display } from "./display.ts";
import { ElectronApp } from "./electron-app.ts";
import { installElectron, type ElectronInstall } from "./electron-install.ts";
import * as scenarios from "./scenarios.ts";

/** As root Chromium has no sandbox: then the app runs as nobody. */
const person = process.getuid?.() === 0 ? 65_534 : null;

/** Beside the app in main: clicks on the button as soon as the page has it, tells what else it shows then, and when it was done. */
const clickingAtOnce = `const { app, dialog } = require("electron");
dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
const inPage = (button, title) => new Promise((done) => {
  let shown = "";
  const look = () => {
    const found = [...document.querySelectorAll("button")].find((one) => one.textContent === button);
    if (found && shown === "") {
      shown = document.body.innerText;
      found.click();
    }
    if (document.querySelector("h1")?.textContent === title) done(shown);
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
});
app.on("web-contents-created", (_, contents) =>
  contents.once("dom-ready", async () => {
    console.log(await contents.executeJavaScript(\`(\${inPage})("Make the vault", "Import a talosconfig")\`));
    console.log("made");
    app.exit(0);
  }));
`;

describeE2e(
  "the window in Electron, its sandbox on",
  ["electron", "shared"],
  () => {
    let install: ElectronInstall;
    let display: Display;
    let machine: Machine;
    let app: ElectronApp;

    beforeAll(async () => {
      install = installElectron();
      display = await Display.start();
      machine = await Machine.start("unlocked", person);
      const pinentry = writePinentry(
        machine.folder,
        "a passphrase of several words",
      );
      const env = { TALOS_VAULT_PINENTRY: pinentry };
      app = await ElectronApp.start(machine, install, display, env);
      await app.answerDialogs();
    });

    afterAll(async () => {
      await app.stop();
      await machine.stop();
      display.stop();
    });

    /** As a person would start it, and ended when it does not end. */
    function startCommand(...flags: readonly string[]): readonly string[] {
      const { executable, appFolder } = install;
      return ["timeout", "20", executable, ...flags, appFolder];
    }

    scenarios.testEveryWindow(() => ({ app, machine }));

    test("gives the theme that is chosen to the system's own parts too", async () => {
      const { page } = app;
      const themed = () =>
        app.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
      await page.getByRole("link", { name: "Settings" }).click();
      for (const [theme, text] of [
        ["dark", "Dark"],
        ["light", "Light"],
        ["system", "Same as the system"],
      ] as const) {
        await page.getByLabel("Theme").selectOption({ label: text });
        await expect.poll(themed).toBe(theme);
      }
    });

    test("asks for a passphrase with the system's own program, and opens with it", async () => {
      const { page } = app;
      await page.getByRole("link", { name: "Settings" }).click();
      await page.getByRole("button", { name: "Set…" }).click();
      await page.getByText("The passphrase is set.").waitFor();
      await page.getByRole("button", { name: "Lock", exact: true }).click();
      await page.getByRole("button", { name: "Use the passphrase…" }).click();
      await page.getByRole("navigation").waitFor();
    });

    test("runs its page in a sandbox, without Node and without a way out", async () => {
      const { page } = app;
      const inside = await page.evaluate(async () => {
        const g = globalThis as unknown as Record<string, unknown> & {
          open(url: string): unknown;
          fetch(url: string): Promise<unknown>;
          talosVault: object;
          navigator: {
            permissions: { query(p: object): Promise<{ state: string }> };
          };
        };
        const refused = async (work: () => Promise<unknown>) =>
          work().then(
            () => "allowed",
            () => "refused",
          );
        return {
          node: ["require", "process", "module", "Buffer", "electron"].filter(
            (name) => name in g,
          ),
          window: g.open("https://example.com"),
          network: await refused(() => g.fetch("https://example.com/")),
          file: await refused(() => g.fetch("file:///etc/passwd")),
          camera: (await g.navigator.permissions.query({ name: "camera" }))
            .state,
          bridge: Object.isFrozen(g.talosVault),
          keys: Object.keys(g.talosVault).toSorted(),
        };
      });
      expect(inside).toEqual({
        node: [],
        window: null,
        network: "refused",
        file: "refused",
        camera: "denied",
        bridge: true,
        keys: ["call", "onEvent", "openDropped"],
      });
      app.troubles.all.length = 0;
      const pid = await app.app.evaluate(
        ({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
      );
      const status = readFileSync(`/proc/${String(pid)}/status`, "utf8");
      expect(/Seccomp:\t(\d)/.exec(status)?.[1]).toBe("2");
    });

    test("shows one window: a second start brings the first to the front", async () => {
      await app.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.minimize(),
      );
      const second = await machine.command(startCommand(), {
        env: { DISPLAY: display.name },
      });
      expect(second.code).toBe(0);
      const windows = await app.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => window.isVisible()),
      );
      expect(windows).toEqual([true]);
    });

    test("does what is clicked in its first frame, before main answers", async () => {
      const other = await Machine.start("unlocked", person);
      try {
        const hook = other.file("hook.cjs", clickingAtOnce);
        const { stdout } = await other.command(startCommand("-r", hook), {
          env: { DISPLAY: display.name },
        });
        expect(stdout).toContain("keychain is being looked for");
        expect(stdout).toMatch(/^made$/m);
        expect(existsSync(join(other.home, "vault.age"))).toBe(true);
      } finally {
        await other.stop();
      }
    });

    test("has its icon", async () => {
      const id = await app.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]
          ?.getNativeWindowHandle()
          .readUInt32LE(),
      );
      const { stdout } = await machine.command(
        ["xprop", "-len", "16", "-id", String(id), "32c", "_NET_WM_ICON"],
        { env: { DISPLAY: display.name } },
      );
      // Its width and its height come first.
      expect(stdout).toBe("_NET_WM_ICON(CARDINAL) = 256, 256\n");
    });

    test("refuses to start without its sandbox", async () => {
      const outcome = await machine.command(startCommand("--no-sandbox"), {
        env: { DISPLAY: display.name },
      });
      expect(outcome.code).toBe(1);
      expect(outcome.stderr).toContain("refused to start with --no-sandbox");
    });

    test("stays where it is when its page wants to go elsewhere", async () => {
      const { page } = app;
      const before = page.url();
      await page.evaluate(() => {
        (
          globalThis as unknown as { location: { href: string } }
        ).location.href = "https://example.com/";
      });
      await page.waitForTimeout(300);
      expect(page.url().split("#")[0]).toBe(before.split("#")[0]);
      app.troubles.all.length = 0;
    });

    test("had nothing refused by its policy and no error in its console", () => {
      expect(app.troubles.all).toEqual([]);
    });
  },
);

describeE2e("accidents in Electron", ["electron", "shared"], () => {
  /** The app with the fixture in it, for as long as the work takes. */
  async function using(
    work: (app: ElectronApp, machine: Machine) => Promise<void>,
  ): Promise<void> {
    const install = installElectron();
    const display = await Display.start();
    const machine = await Machine.start("unlocked", person);
    const app = await ElectronApp.start(machine, install, display);
    try {
      await app.answerDialogs();
      await scenarios.firstRun(app);
      await scenarios.importFile(app, scenarios.fixture);
      await work(app, machine);
    } finally {
      await app.stop();
      await machine.stop();
      display.stop();
    }
  }

  test("a crash of the page leaves its sessions, and the page comes back", () =>
    using(async (app, machine) => {
      await scenarios.copySession(app);
      // Resolves once the page that came after it is loaded.
      await app.app.evaluate(async ({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        if (!contents) throw new Error("There is no window.");
        const isGone = new Promise((resolve) => {
          contents.once("render-process-gone", resolve);
        });
        const isBack = new Promise<void>((resolve) => {
          contents.once("did-finish-load", () => resolve());
        });
        contents.forcefullyCrashRenderer();
        await isGone;
        await isBack;
      });
      const sessions = await machine.run(["sessions", "--json"]);
      expect(
        (JSON.parse(sessions.stdout) as { sessions: unknown[] }).sessions,
      ).toHaveLength(1);
      const isBack = await app.app.evaluate(
        ({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
            "document.readyState",
          ) as Promise<string>,
      );
      expect(isBack).toBe("complete");
      await machine.run(["end", "--all"]);
    }));

  test("a kill -9 of main takes the keys with it, and the next start cleans up", () =>
    using(async (app, machine) => {
      await scenarios.killed(app, machine);
      expect(scenarios.keysOnDisk(machine)).toEqual([]);
    }));
});
