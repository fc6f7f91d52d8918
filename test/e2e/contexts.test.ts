import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import { makeFleet } from "../doubles/fleet.ts";
import { BrowserApp } from "./browser-app.ts";
import { describeE2e } from "./describe-e2e.ts";
import * as scenarios from "./scenarios.ts";

describeE2e(
  "every control of the contexts, by mouse and by keyboard",
  ["chromium"],
  () => {
    let machine: Machine;
    let app: BrowserApp;

    beforeAll(async () => {
      machine = await Machine.start();
      app = await BrowserApp.start(machine);
      await scenarios.firstRun(app);
      await scenarios.importFile(
        app,
        machine.file("talosconfig", makeFleet().talosconfig),
      );
    });

    afterAll(async () => {
      await app.stop();
      await machine.stop();
    });

    const button = (name: string | RegExp) =>
      app.page.getByRole("button", { name, exact: typeof name === "string" });
    const current = (name: string) =>
      app.page.getByRole("button", {
        name: new RegExp(`^Current context.*${name}$`),
      });
    const open = (name: string) => button(name).first().click();
    const menu = async (name: string, item: string) => {
      await button(`More about ${name}`).click();
      await app.page.getByRole("menuitem", { name: item }).click();
    };
    const show = async (name: string) =>
      await machine.json<Record<string, unknown>>(["show", name, "--json"]);

    test("the palette switches with a few letters and Enter", async () => {
      const { page } = app;
      await page.keyboard.press("Control+k");
      await page.keyboard.type("homel");
      await page.keyboard.press("Enter");
      await current("homelab").waitFor();
      expect(await show("homelab")).toMatchObject({ current: true });
      await page.keyboard.press("Control+k");
      await page.keyboard.type("prod");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await current("prod-us").waitFor();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("no such thing at all");
      await page
        .getByText("No context and no command has these letters.")
        .waitFor();
      await page.keyboard.press("Escape");
    });

    test("filters and search leave what they say", async () => {
      const { page } = app;
      const count = page.getByRole("status").first();
      await page.getByLabel("Search contexts").fill("prod");
      await expect.poll(() => count.textContent()).toBe("3 of 8");
      await page.getByLabel("Search contexts").fill("");
      await button("Filter").click();
      const filters = page.getByRole("dialog", { name: "Filter" });
      await filters.getByRole("button", { name: "Expiring" }).click();
      await expect.poll(() => count.textContent()).toBe("3 of 8");
      await filters.getByLabel("Role").selectOption("os:reader");
      await page.keyboard.press("Escape");
      // Each that is on stands beside the button, and is taken off there.
      await button("Show all again, not only: Expiring").click();
      await expect.poll(() => count.textContent()).toBe("3 of 8");
      await button("Show all again, not only: os:reader").click();
      await expect.poll(() => count.textContent()).toBe("8 contexts");
      await page.getByLabel("Search contexts").fill("nothing is like this");
      await page.getByText("No match.").waitFor();
      await button("Clear filters").click();
      await expect.poll(() => count.textContent()).toBe("8 contexts");
    });

    test("rename, duplicate, remove and undo", async () => {
      const { page } = app;
      await open("staging");
      await menu("staging", "Rename…");
      await page.getByLabel("Name", { exact: true }).fill("stage");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "stage" }).waitFor();
      await menu("stage", "Duplicate…");
      await page.getByLabel("Name", { exact: true }).fill("homelab");
      await button("Duplicate").click();
      await page.getByText('There is a context "homelab" already.').waitFor();
      await page.getByLabel("Name", { exact: true }).fill("stage-2");
      await button("Duplicate").click();
      await page.getByRole("heading", { name: "stage-2" }).waitFor();
      await menu("stage-2", "Remove");
      await page.getByText("Removed stage-2.").waitFor();
      expect((await machine.run(["show", "stage-2"])).code).toBe(4);
      await button("Undo").click();
      await button("stage-2").first().waitFor();
      expect((await machine.run(["show", "stage-2"])).code).toBe(0);
    });

    test("addresses are judged before they are saved, and repaired with a click", async () => {
      const { page } = app;
      await open("homelab");
      const panel = page.getByRole("region", { name: "Context homelab" });
      await panel.getByRole("button", { name: "Edit" }).click();
      await page
        .getByRole("textbox", { name: "Nodes" })
        .fill("10.1.0.10:50000");
      await button("Save").click();
      await page
        .getByText(/it has a port, and apid refuses that/)
        .first()
        .waitFor();
      await page
        .getByRole("textbox", { name: "Nodes" })
        .fill("10.1.0.12\n10.1.0.13");
      await page.getByLabel("Proxy").fill("socks5://me:secret@proxy:1080");
      await button("Save").click();
      await panel.getByText("10.1.0.12", { exact: true }).waitFor();
      await panel.getByText("10.1.0.13", { exact: true }).waitFor();
      await panel.getByText("socks5://…@proxy:1080").waitFor();
      expect(await show("homelab")).toMatchObject({
        proxyUrl: "socks5://…@proxy:1080",
      });
    });

    test("labels, note, colour, favourite and production are kept", async () => {
      const { page } = app;
      await open("edge-fra1");
      await button("Labels and note").click();
      await page
        .getByRole("textbox", { name: "Labels" })
        .fill("site=fra\nteam=edge");
      await page
        .getByRole("textbox", { name: "Note" })
        .fill("behind the blue door");
      await button("Save").click();
      await page.getByText("behind the blue door").waitFor();
      await page.getByRole("radio", { name: "purple" }).click();
      await page.getByRole("switch", { name: "Production" }).click();
      await button("Favourite edge-fra1").click();
      // Three writes of the vault, one after the other.
      await expect
        .poll(async () => show("edge-fra1"), { timeout: 10_000 })
        .toMatchObject({
          labels: { site: "fra", team: "edge" },
          note: "behind the blue door",
          color: "purple",
          production: true,
          favorite: true,
        });
      await button("Filter").click();
      const filters = page.getByRole("dialog", { name: "Filter" });
      await filters.getByLabel("Label").selectOption("site=fra");
      await expect
        .poll(() => page.getByRole("status").first().textContent())
        .toBe("1 of 9");
      await filters.getByLabel("Label").selectOption("");
      await page.keyboard.press("Escape");
    });

    test("an export is written where it was said, privately, and replaces nothing", async () => {
      const { page } = app;
      const path = join(machine.folder, "exported");
      await open("homelab");
      await menu("homelab", "Export in plain text…");
      await page.getByRole("textbox", { name: "File" }).fill(path);
      await button("Write the plain text").click();
      await page.getByText(`Written to ${path}.`).waitFor();
      expect(readFileSync(path, "utf8")).toContain("homelab:");
      await menu("homelab", "Export in plain text…");
      await page.getByRole("textbox", { name: "File" }).fill(path);
      await button("Write the plain text").click();
      await page
        .getByText(/exists already/)
        .first()
        .waitFor();
      await page.keyboard.press("Escape");
    });

    test("a backup is written and restored, and an earlier generation put back", async () => {
      const { page } = app;
      const path = join(machine.folder, "vault.backup");
      await page.getByRole("link", { name: "Settings" }).click();
      await button("Back up…").click();
      await page.getByRole("textbox", { name: "File" }).fill(path);
      await button("Back the vault up").click();
      await page.getByText(`Backed up to ${path}.`).waitFor();
      expect(existsSync(path)).toBe(true);
      await machine.run(["remove", "homelab", "--yes"]);
      await button("Restore…").click();
      await page.getByRole("textbox", { name: "File" }).fill(path);
      await button("Restore a backup").click();
      const question = page.getByRole("dialog", {
        name: "Put it in the place of the present vault",
      });
      const sure = question.getByRole("button", { name: "Put it back" });
      await question.getByText(/No context of the present vault/).waitFor();
      await sure.click();
      await page.getByText("Restored: 9 contexts.").waitFor();
      expect((await machine.run(["show", "homelab"])).code).toBe(0);
      await button("Put back").click();
      // The newest of them is the one without it.
      await question.getByText(/No longer there afterwards: homelab/).waitFor();
      await sure.click();
      await page.getByText("Restored: 8 contexts.").waitFor();
    });

    test("a session is extended and pointed elsewhere; settings take effect at once", async () => {
      const { page } = app;
      // The other context's key has the same role: a running session gets no more.
      await machine.run(["use", "prod-us"]);
      await current("prod-us").waitFor();
      await page.getByRole("link", { name: "Settings" }).click();
      await page.getByLabel("Lifetime").selectOption("15");
      const line = await scenarios.copySession(app, {
        lifetime: "90s",
      });
      await page
        .getByRole("button", { name: /^More about the session/ })
        .click();
      await page
        .getByRole("menuitem", { name: "End 8 hours from now" })
        .click();
      await page.getByText(/^7:59:/).waitFor();
      await page
        .getByRole("button", { name: /^More about the session/ })
        .click();
      await page
        .getByRole("menuitem", { name: "Re-point to another context…" })
        .click();
      await page
        .getByRole("dialog")
        .getByLabel("Context")
        .selectOption("ci-runners");
      await button("Re-point").click();
      await button("End the session with ci-runners").waitFor();
      const used = await scenarios.inSession(
        machine,
        line,
        'cat "$TALOSCONFIG"',
      );
      expect(used.stdout).toContain("context: ci-runners");
      await page.getByText("No session is running").waitFor();
      await button("Start a session…").click();
      expect(
        await page.getByLabel("Lifetime", { exact: true }).inputValue(),
      ).toBe("15m");
      await page.keyboard.press("Escape");
    });

    test("how long ago a certificate ended is read in full beside its context", async () => {
      const { page } = app;
      const days = 24 * 60 * 60 * 1000;
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.clock.setFixedTime(Date.now() + 12 * days);
      await page.evaluate("dispatchEvent(new Event('focus'))");
      await page.getByRole("link", { name: "Sessions" }).click();
      await page.getByRole("link", { name: "Contexts" }).click();
      const cell = page.getByText(/^ended\s/).first();
      await cell.waitFor();
      const hidden = await cell.evaluate((given: unknown) => {
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = given as Record<string, number>; // prettier-ignore
        return [(scrollWidth ?? 0) - (clientWidth ?? 0), (scrollHeight ?? 0) - (clientHeight ?? 0)]; // prettier-ignore
      });
      expect(hidden).toEqual([0, 0]);
    });

    test("nothing was refused by the policy, and no error is in the console", () => {
      expect(app.troubles.all).toEqual([]);
    });
  },
);
