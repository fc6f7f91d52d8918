import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import { makeFleet } from "../doubles/fleet.ts";
import { BrowserApp } from "./browser-app.ts";
import { describeE2e } from "./describe-e2e.ts";
import { firstRun } from "./scenarios.ts";
import { accessibilityViolations } from "./test-app.ts";

/** The pictures of the guide; drawn anew where they are missing, so that a run leaves the work tree as it was. */
const pictures = resolve(import.meta.dirname, "../../docs/images/window");

const settleMs = 150;
const themes = ["light", "dark"] as const;

describeE2e(
  "every page, in both themes and at every width",
  ["chromium"],
  () => {
    let machine: Machine;
    let app: BrowserApp;

    beforeAll(async () => {
      mkdirSync(pictures, { recursive: true });
      machine = await Machine.start();
      const { talosconfig, authority } = makeFleet();
      machine.file("talosconfig", talosconfig);
      machine.file("ca.pem", authority);
      app = await BrowserApp.start(machine, { width: 1280, height: 800 });
      await app.page.emulateMedia({ reducedMotion: "reduce" });
    });

    afterAll(async () => {
      await app.stop();
      await machine.stop();
    });

    /** Waits until the page is drawn in its new colours: a loaded machine may take its time. */
    async function settled(): Promise<void> {
      await app.page.waitForTimeout(settleMs);
      await app.page.evaluate(async () => {
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

    /** Looks at the page as it is: readable for everybody, within every width, and drawn where a picture is missing. */
    async function look(name: string): Promise<void> {
      const { page } = app;
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme });
        await settled();
        expect(
          await accessibilityViolations(page),
          `${name}, ${theme}`,
        ).toEqual([]);
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

    const visit = (name: RegExp) =>
      app.page.getByRole("link", { name }).click();

    test("first run", async () => {
      await app.page.getByRole("button", { name: "Make the vault" }).waitFor();
      await look("first-run");
      await firstRun(app);
    });

    test("an empty vault", async () => {
      await visit(/^Contexts/);
      await app.page.getByText("The vault is empty").waitFor();
      await look("empty");
      await visit(/^Sessions/);
      await app.page.getByText("No session is running").waitFor();
      await look("no-sessions");
    });

    test("import, its preview and its end", async () => {
      const { page } = app;
      await visit(/^Import/);
      await look("import");
      await app.openFile(join(machine.folder, "talosconfig"));
      await page.getByRole("button", { name: "Import 8" }).waitFor();
      await look("import-preview");
      await page.getByRole("button", { name: "Import 8" }).click();
      await page.getByText("8 contexts are in the vault now").waitFor();
      await look("import-done");
    });

    test("contexts", async () => {
      const { page } = app;
      await visit(/^Contexts/);
      for (const name of ["prod-eu", "prod-us"]) {
        await page.getByRole("button", { name, exact: true }).click();
        await page.getByRole("switch", { name: "Production" }).click();
        await page.getByRole("radio", { name: "red" }).click();
        await page.getByRole("radio", { name: "red", checked: true }).waitFor();
      }
      for (const [name, color] of [
        ["homelab", "green"],
        ["staging", "yellow"],
        ["edge-fra1", "blue"],
        ["edge-ams1", "blue"],
      ] as const) {
        await page.getByRole("button", { name, exact: true }).click();
        await page.getByRole("radio", { name: color }).click();
        await page.getByRole("radio", { name: color, checked: true }).waitFor();
      }
      await page
        .getByRole("button", { name: "Favourite prod-eu", exact: true })
        .click();
      await page
        .getByRole("button", { name: "Use prod-eu", exact: true })
        .click();
      await page
        .getByRole("button", { name: "Current context production prod-eu" })
        .waitFor();
      await page.getByRole("button", { name: "prod-eu", exact: true }).click();
      await page.getByRole("heading", { name: "prod-eu" }).waitFor();
      await look("contexts");
      await page.getByRole("button", { name: /of 81 methods/ }).click();
      await look("methods");
      await page.keyboard.press("Escape");
    });

    test("the dialogs of a context", async () => {
      const { page } = app;
      const panel = page.getByRole("region", { name: "Context prod-eu" });
      await panel.getByRole("button", { name: "Edit" }).click();
      await look("edit-addresses");
      await page.keyboard.press("Escape");
      await panel.getByRole("button", { name: "Labels and note" }).click();
      await look("edit-labels");
      await page.keyboard.press("Escape");
      await panel.getByRole("button", { name: "More about prod-eu" }).click();
      await look("context-menu");
      await page
        .getByRole("menuitem", { name: "Export in plain text…" })
        .click();
      await look("export");
      await page.keyboard.press("Escape");
    });

    test("the palette", async () => {
      await app.page.keyboard.press("Control+k");
      await app.page.keyboard.type("prod");
      await look("palette");
      await app.page.keyboard.press("Escape");
    });

    test("sessions", async () => {
      const { page } = app;
      for (const context of ["staging", "prod-eu"]) {
        await visit(/^Sessions/);
        await page.getByRole("button", { name: "Start a session…" }).click();
        await page.getByLabel("Context", { exact: true }).selectOption(context);
        await page
          .getByLabel("Reason")
          .fill(
            context === "staging"
              ? "upgrade rehearsal"
              : "etcd is slow since 14:00",
          );
        if (context === "prod-eu") {
          await look("start-session");
          await page.getByLabel("Type prod-eu to confirm").fill("prod-eu");
          await page.getByLabel("Follow the current context").check();
        }
        await page.getByRole("button", { name: "Copy a command" }).click();
        await page
          .getByRole("button", { name: `End the session with ${context}` })
          .waitFor();
      }
      const close = page.getByRole("button", { name: "Close this message" });
      while ((await close.count()) > 0) await close.first().click();
      await look("sessions");
    });

    test("expiry and settings", async () => {
      await visit(/^Expiry/);
      await app.page.getByText(/end in 1 year/).waitFor();
      await look("expiry");
      await visit(/^Settings/);
      await app.page
        .getByRole("region", { name: "What opens the vault" })
        .waitFor();
      await look("settings");
    });

    test("roles", async () => {
      await visit(/^Roles/);
      await app.page.getByLabel("A command of talosctl").fill("etcd snapshot");
      await app.page.getByRole("button", { name: "edge-ams1" }).waitFor();
      await look("roles");
    });

    test("authorities, and issuing", async () => {
      const { page } = app;
      await visit(/^Authorities/);
      await page.getByRole("button", { name: "Keep an authority…" }).click();
      await page.getByLabel("File").fill(join(machine.folder, "ca.pem"));
      await look("authority-import");
      await page.getByRole("button", { name: "Keep it" }).click();
      await page.getByText("in the vault", { exact: true }).waitFor();
      await look("authorities");
      await visit(/^Contexts/);
      await page.getByRole("button", { name: "homelab", exact: true }).click();
      await page.getByRole("button", { name: "More about homelab" }).click();
      await page.getByRole("menuitem", { name: "Issue a credential…" }).click();
      await page.getByRole("checkbox", { name: "os:reader" }).check();
      await page.getByRole("checkbox", { name: "os:admin" }).uncheck();
      await page.getByText("O=os:reader", { exact: true }).waitFor();
      await look("issue");
      await page.getByLabel("For", { exact: true }).selectOption("context");
      await page.getByLabel("Name", { exact: true }).fill("homelab-reader");
      await page.getByRole("button", { name: "Issue it" }).click();
      await page
        .getByRole("button", { name: "homelab-reader", exact: true })
        .waitFor();
      await page.getByRole("button", { name: "Defaults" }).click();
      await look("session-defaults");
      await page.keyboard.press("Escape");
    });

    test("a session with a role, the ledger and the findings", async () => {
      const { page } = app;
      await visit(/^Roles/);
      await page.getByLabel("A command of talosctl").fill("etcd snapshot");
      await page
        .getByRole("button", { name: "Start a session with os:etcd:backup…" })
        .click();
      await page.getByLabel("Reason").fill("nightly snapshot");
      await look("start-derived");
      await page.getByRole("button", { name: "Copy a command" }).click();
      await visit(/^Ledger/);
      await page.getByText("nightly snapshot").waitFor();
      const close = page.getByRole("button", { name: "Close this message" });
      while ((await close.count()) > 0) await close.first().click();
      await look("ledger");
      await visit(/^Findings/);
      await page.getByText(/findings?$/).waitFor();
      await look("findings");
    });

    test("the lock screen", async () => {
      await app.page.getByRole("button", { name: "Lock", exact: true }).click();
      await app.page
        .getByRole("heading", { name: "The vault is locked" })
        .waitFor();
      await look("lock");
    });

    test("nothing was refused by the policy, and no error is in the console", () => {
      expect(app.troubles.all).toEqual([]);
    });
  },
);
