import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Machine } from "../cli/harness.ts";
import { makeFleet } from "../doubles/fleet.ts";
import type { BrowserApp } from "./browser-app.ts";
import { startWithContexts } from "./browser-with-contexts.ts";
import { describeE2e } from "./describe-e2e.ts";
import { whileItRuns } from "./while-it-runs.ts";

describeE2e("nothing is lost by a click", ["chromium"], () => {
  let machine: Machine;
  let app: BrowserApp;

  beforeAll(async () => {
    ({ machine, app } = await startWithContexts(makeFleet().talosconfig));
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
  });

  const names = async () => {
    const { contexts } = await machine.json<{ contexts: { name: string }[] }>([
      "list",
      "--json",
    ]);
    return contexts.map(({ name }) => name);
  };
  const goTo = (hash: string) =>
    app.page.evaluate((to) => {
      const page = globalThis as unknown as { location: { hash: string } };
      page.location.hash = to;
    }, hash);
  const button = (name: string) =>
    app.page.getByRole("button", { name, exact: true }).first();
  const remove = async (name: string) => {
    await goTo(`#/contexts/${name}`);
    await button(`More about ${name}`).click();
    await app.page.getByRole("menuitem", { name: "Remove" }).click();
    await app.page.getByText(`Removed ${name}.`).first().waitFor();
  };

  /** Pictures for whoever wants to look; none without a folder for them. */
  const look = async (name: string) => {
    const folder = process.env["TALOS_VAULT_LOOK"];
    if (folder === undefined) return;
    for (const [width, height] of [
      [900, 600],
      [1280, 800],
    ] as const)
      // prettier-ignore
      for (const colorScheme of ["light", "dark"] as const) {
        await app.page.setViewportSize({ width, height });
        await app.page.emulateMedia({ colorScheme });
        // Colours change over a moment.
        await app.page.evaluate(() => {
          const page = globalThis as unknown as {
            document: { getAnimations(): { finish(): void }[] };
          };
          for (const one of page.document.getAnimations()) one.finish();
        });
        const file = `${name}-${colorScheme}-${String(width)}.png`;
        await app.page.screenshot({ path: join(folder, file) });
      }
  };

  test("Undo takes back what its message names, whatever was changed since", async () => {
    const { page } = app;
    await remove("homelab");
    await remove("prod-us");
    await machine.run(["set", "edge-fra1", "--note", "changed meanwhile"]);
    await page
      .getByRole("status")
      .filter({ hasText: "Removed homelab." })
      .or(page.getByRole("listitem").filter({ hasText: "Removed homelab." }))
      .getByRole("button", { name: "Undo" })
      .first()
      .click();
    await page.getByText("Put homelab back.").waitFor();
    expect(await names()).toContain("homelab");
    expect(await names()).not.toContain("prod-us");
  });

  test("what was removed is put back from the list, or removed for good", async () => {
    const { page } = app;
    await goTo("#/contexts");
    await button("Recently removed").click();
    const dialog = page.getByRole("dialog", { name: "Recently removed" });
    await dialog.waitFor();
    await look("removed");
    await dialog.getByRole("button", { name: "Put back prod-us" }).click();
    await dialog.getByText("Nothing is left to put back.").waitFor();
    expect(await names()).toContain("prod-us");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await remove("prod-us");
    await button("Recently removed").click();
    await dialog
      .getByRole("button", { name: "Remove for good: prod-us" })
      .click();
    await dialog.getByText("Nothing is left to put back.").waitFor();
    const listed = await machine.run(["removed", "--json"]);
    expect(JSON.parse(listed.stdout)).toEqual({ removed: [] });
    await page.keyboard.press("Escape");
    expect(app.troubles.all).toEqual([]);
  });

  const shown = async (name: string) =>
    await machine.json<{
      readonly endpoints: readonly string[];
      readonly nodes: readonly string[];
    }>(["show", name, "--json"]);

  test("a dialog leaves what was changed elsewhere meanwhile, and says so", async () => {
    const { page } = app;
    await goTo("#/contexts/edge-fra1");
    await page
      .getByRole("region", { name: "Addresses" })
      .or(page.locator("section", { hasText: "Addresses" }))
      .getByRole("button", { name: "Edit" })
      .last()
      .click();
    const dialog = page.getByRole("dialog", { name: "Addresses of edge-fra1" });
    await dialog.waitFor();
    await machine.run(["set", "edge-fra1", "--endpoints", "10.77.0.1"]);
    await dialog
      .getByText("Changed elsewhere meanwhile: the endpoints.")
      .waitFor();
    await dialog.getByLabel("Nodes").fill("10.77.0.2");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await shown("edge-fra1")).toMatchObject({
      endpoints: ["10.77.0.1"],
      nodes: ["10.77.0.2"],
    });
  });

  test("a session whose process was killed is gone from the page", async () => {
    const { page } = app;
    await goTo("#/sessions");
    // It outlives who started it, and must not hold open what the test reads.
    const command = "exec sleep 20 >/dev/null 2>&1";
    const running = machine.run(["exec", "--stored", "edge-fra1", "--", "sh", "-c", command]); // prettier-ignore
    const row = page
      .getByRole("region", { name: "Running" })
      .getByRole("row")
      .filter({ hasText: "edge-fra1" });
    await whileItRuns(running, row.first().waitFor());
    const listed = await machine.run(["sessions", "--json"]);
    const { sessions } = JSON.parse(listed.stdout) as {
      sessions: { pid: number }[];
    };
    for (const { pid } of sessions) process.kill(pid, "SIGKILL");
    await row.first().waitFor({ state: "detached", timeout: 15_000 });
    await running;
  });

  test("a lock leaves no name in the address", async () => {
    const { page } = app;
    await goTo("#/activity/context/edge-fra1");
    await goTo("#/contexts/edge-fra1");
    await button("More about edge-fra1").waitFor();
    // The browser's own history, which it keeps on disk, has none of those that are open either.
    const browser = await page.context().newCDPSession(page);
    const visits = async () =>
      JSON.stringify((await browser.send("Page.getNavigationHistory")).entries);
    expect(await visits()).toContain("#/activity/context/");
    for (const name of await names())
      expect(await visits()).not.toContain(name);
    await page.getByRole("button", { name: /^Lock/ }).first().click();
    await page.getByRole("heading", { name: "The vault is locked" }).waitFor();
    expect(page.url()).not.toContain("edge-fra1");
    expect(await page.content()).not.toContain("edge-fra1");
    // Nor in one that was left before.
    await page.goBack();
    await expect.poll(() => page.url()).toMatch(/#\/activity$/);
    await goTo("#/contexts");
    await page.getByRole("button", { name: "Unlock" }).click();
    await page.getByRole("grid", { name: "Contexts" }).waitFor();
  });

  test("a vault file that is gone has a page of its own, with a button for what is there", async () => {
    const { page } = app;
    await page.getByRole("button", { name: /^Lock/ }).first().click();
    await page.getByRole("heading", { name: "The vault is locked" }).waitFor();
    rmSync(join(machine.home, "vault.age"));
    await page
      .getByRole("heading", { name: "Your vault file is gone" })
      .waitFor();
    await look("gone");
    expect(await page.locator("main").innerText()).not.toMatch(/talos-vault /);
    await page.getByRole("button", { name: "Put the newest one back" }).click();
    await page.getByRole("grid", { name: "Contexts" }).waitFor();
    expect(await names()).toContain("edge-fra1");
  });

  test("a page whose program has ended says so, and shows nothing of the vault", async () => {
    const { page } = app;
    await goTo("#/contexts/edge-fra1");
    await button("More about edge-fra1").waitFor();
    await app.kill();
    await page
      .getByRole("heading", { name: "Talos Vault has ended" })
      .waitFor();
    expect(page.url()).not.toContain("edge-fra1");
    expect(await page.content()).not.toContain("edge-fra1");
  });
});
