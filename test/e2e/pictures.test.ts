import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import { makeFleet, type Fleet } from "../doubles/fleet.ts";
import { goToActivity } from "./activity-view.ts";
import { BrowserApp } from "./browser-app.ts";
import { describeE2e } from "./describe-e2e.ts";
import { lookAt } from "./look-at.ts";
import { firstRun, openContext } from "./scenarios.ts";
import { closeMessages } from "./close-messages.ts";

describeE2e(
  "every page, in both themes and at every width",
  ["chromium"],
  () => {
    let machine: Machine;
    let app: BrowserApp;
    let fleet: Fleet;

    beforeAll(async () => {
      machine = await Machine.start();
      fleet = makeFleet();
      machine.file("talosconfig", fleet.talosconfig);
      machine.file("ca.pem", fleet.authority);
      app = await BrowserApp.start(machine, { width: 1280, height: 800 });
      await app.page.emulateMedia({ reducedMotion: "reduce" });
    });

    afterAll(async () => {
      await app.stop();
      await machine.stop();
    });

    const look = (name: string) => lookAt(app.page, name);

    const visit = (name: RegExp) =>
      app.page.getByRole("link", { name }).click();

    const open = (name: string) => openContext(app, name);

    /** How wide the picture in a button is, in pixels: that of an empty page is another one. */
    const iconOf = async (name: string | RegExp) => {
      const icon = app.page
        .getByRole("main")
        .getByRole("button", { name })
        .locator("svg");
      return (await icon.boundingBox())?.width ?? Infinity;
    };

    test("first run", async () => {
      await app.page.getByRole("button", { name: "Make the vault" }).waitFor();
      await look("first-run");
      await firstRun(app);
    });

    test("an empty vault", async () => {
      await visit(/^Contexts/);
      await app.page.getByText("The vault is empty").waitFor();
      expect(await iconOf("Import a talosconfig")).toBeLessThan(24);
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
      await page.getByText("8 contexts imported; 8 in the vault").waitFor();
      await look("import-done");
    });

    test("contexts", async () => {
      const { page } = app;
      // Where nobody sits at a terminal or a desktop, nobody can be asked.
      await machine.run(["set", "prod-eu", "--consent", "never"]);
      await visit(/^Contexts/);
      for (const name of ["prod-eu", "prod-us"]) {
        const panel = await open(name);
        await panel.getByRole("switch", { name: "Production" }).check();
        await panel.getByRole("radio", { name: "red" }).check();
      }
      for (const [name, color] of [
        ["homelab", "green"],
        ["staging", "yellow"],
        ["edge-fra1", "blue"],
        ["edge-ams1", "blue"],
      ] as const) {
        const panel = await open(name);
        await panel.getByRole("radio", { name: color }).check();
      }
      for (const name of ["Favourite prod-eu", "Use prod-eu"]) {
        const button = page.getByRole("button", { name, exact: true });
        // A second try finds it done.
        if ((await button.count()) > 0) await button.click();
      }
      await page
        .getByRole("button", { name: "Current context production prod-eu" })
        .waitFor();
      machine.file("vault/health.json", fleet.health(new Date()));
      // The list asks for what is known when it is opened.
      await visit(/^Sessions/);
      await visit(/^Contexts/);
      await open("prod-eu");
      await look("contexts");
      await page.getByRole("button", { name: /of 81 methods/ }).click();
      await look("methods");
      await page.keyboard.press("Escape");
    });

    test("reachability, when something is broken", async () => {
      const panel = await open("prod-us");
      await panel
        .getByRole("button", { name: "Where is the rotation?" })
        .first()
        .scrollIntoViewIfNeeded();
      await panel.getByText("Evidence").first().click();
      await look("reachability");
    });

    test("renewing", async () => {
      const { page } = app;
      const panel = page.getByRole("region", { name: "Context prod-us" });
      await panel.getByRole("button", { name: "Renew…" }).first().click();
      await page.getByLabel("Who makes it").waitFor();
      await look("renew");
      await page.keyboard.press("Escape");
      await open("prod-eu");
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
      await panel.getByRole("button", { name: "Calls" }).click();
      await look("guard");
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
      const reasons = {
        homelab: "new firmware",
        staging: "upgrade rehearsal",
        "prod-eu": "etcd is slow since 14:00",
      };
      for (const [context, reason] of Object.entries(reasons)) {
        await visit(/^Sessions/);
        await page.getByRole("button", { name: "Start a session…" }).click();
        await page.getByLabel("Context", { exact: true }).selectOption(context);
        await page.getByLabel("Role", { exact: true }).selectOption("stored");
        await page.getByLabel("Reason").fill(reason);
        if (context === "prod-eu") {
          await page.getByText("take a kubeconfig").waitFor();
          await closeMessages(page);
          await look("start-session");
          await page.getByLabel("Type prod-eu to confirm").fill("prod-eu");
        } else if (context === "staging") {
          await page.getByText("More", { exact: true }).click();
          await page.getByLabel("Follow the current context").check();
        }
        await page.getByRole("button", { name: "Copy a command" }).click();
        await page
          .getByRole("button", { name: `End the session with ${context}` })
          .waitFor();
      }
      await page
        .getByRole("button", { name: "End the session with homelab" })
        .click();
      await page.getByRole("region", { name: "Ended" }).waitFor();
      await closeMessages(page);
      await look("sessions");
    });

    test("expiry and settings", async () => {
      await visit(/^Expiry/);
      await app.page.getByText(/end within 1 year/).waitFor();
      await look("expiry");
      await visit(/^Settings/);
      await app.page
        .getByRole("region", { name: "What opens the vault" })
        .waitFor();
      await look("settings");
    });

    test("roles", async () => {
      await visit(/^Roles/);
      await app.page.getByLabel("A talosctl command").fill("etcd snapshot");
      await app.page.getByRole("button", { name: "edge-ams1" }).waitFor();
      await look("roles");
    });

    test("authorities, and issuing", async () => {
      const { page } = app;
      await visit(/^Authorities/);
      await page.getByRole("button", { name: "Import an authority…" }).click();
      await page.getByLabel("File").fill(join(machine.folder, "ca.pem"));
      await look("authority-import");
      await page.getByRole("button", { name: "Import it" }).click();
      await page.getByText("in the vault", { exact: true }).waitFor();
      await look("authorities");
      await visit(/^Contexts/);
      await open("homelab");
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
      await page.getByLabel("A talosctl command").fill("etcd snapshot");
      await page
        .getByRole("button", { name: "Start a session with os:etcd:backup…" })
        .click();
      await look("start-through-node");
      await page.getByLabel("Context", { exact: true }).selectOption("homelab");
      await page
        .getByLabel("Role", { exact: true })
        .selectOption("os:etcd:backup");
      await page.getByLabel("Reason").fill("nightly snapshot");
      await look("start-derived");
      await page.getByRole("button", { name: "Copy a command" }).click();
      await goToActivity(page, "Credentials");
      await page.getByText("running: nightly snapshot").waitFor();
      await closeMessages(page);
      await look("credentials");
      await goToActivity(page, "Blast radius");
      await page.getByRole("table").waitFor();
      await look("blast-radius");
      await goToActivity(page, "Events");
      await page.getByText("Credential issued").first().waitFor();
      await page.getByRole("button", { name: "Verify", exact: true }).click();
      await page.getByText("fit each other").waitFor();
      await look("activity");
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
