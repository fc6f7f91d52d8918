import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Machine } from "../cli/harness.ts";
import { goToActivity } from "./activity-view.ts";
import type { TestApp } from "./test-app.ts";

/** A vault with one context whose administrator has expired, and the authority that can make another. */
export interface IssuingStage {
  readonly app: TestApp;
  readonly machine: Machine;
  /** File with the authority. */
  readonly secrets: string;
}

/** What both hosts do, in this order: each test goes on where the one before it ended. */
export function issuingScenarios(stage: () => IssuingStage): void {
  const app = () => stage().app;
  const machine = () => stage().machine;
  const secrets = () => stage().secrets;
  const button = (name: string) =>
    app().page.getByRole("button", { name, exact: true });
  const field = (name: string) => app().page.getByLabel(name, { exact: true });
  const show = async (name: string) =>
    JSON.parse(
      (await machine().run(["show", name, "--json"])).stdout,
    ) as Record<string, unknown>;

  test("a finding has its fix beside the context, as severe as on its page", async () => {
    const { page } = app();
    await page.getByRole("link", { name: "Findings" }).click();
    await page
      .getByRole("alert")
      .getByText("The certificate has ended.")
      .waitFor();
    await button("Renew… prod").click();
    const dialog = page.getByRole("dialog", { name: "Renew prod" });
    await dialog.getByLabel("Who makes it").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("link", { name: "Contexts" }).click();
  });

  test("my certificate has expired: secrets.yaml, one dialog, a working context", async () => {
    const { page } = app();
    await button("prod").click();
    await page.getByText(/The certificate ended on/).waitFor();
    await button("More about prod").click();
    await page.getByRole("menuitem", { name: "Issue a credential…" }).click();
    expect(await button("Issue it").isEnabled()).toBe(false);
    await app().openAuthority(secrets());
    await page.getByText("It is used once, and not kept.").waitFor();
    await page.getByText("O=os:admin", { exact: true }).waitFor();
    await button("Issue it").click();
    await page.getByText("Issued for prod.").waitFor();
    await page
      .getByText(/The certificate ended on/)
      .waitFor({ state: "detached" });
    expect(await show("prod")).toMatchObject({
      roles: ["os:admin"],
      issuer: null,
    });
    expect(
      (await machine().run(["exec", "prod", "--stored", "--", "true"])).code,
    ).toBe(0);
  });

  test("the preview follows what is typed, and refuses what main would refuse", async () => {
    const { page } = app();
    await button("More about prod").click();
    await page.getByRole("menuitem", { name: "Issue a credential…" }).click();
    await app().openAuthority(join(machine().folder, "none"));
    await page.getByText(/There is no file/).waitFor();
    await app().openAuthority(secrets());
    await page.getByRole("checkbox", { name: "os:operator" }).check();
    await page.getByText("os:admin allows what the other roles do.").waitFor();
    await page.getByRole("checkbox", { name: "os:admin" }).uncheck();
    await page.getByText("O=os:operator", { exact: true }).waitFor();
    await button("Issue it").and(page.locator(":enabled")).waitFor();
    await field("Lifetime").fill("500d");
    await page.getByText(/should not last more than a year/).waitFor();
    expect(await button("Issue it").isEnabled()).toBe(false);
    await field("Custom roles").fill("team:sre");
    await page.getByText("No rule of Talos uses team:sre.").waitFor();
    await field("Custom roles").fill("team:sre, os:impersonator");
    await field("Lifetime").fill("30d");
    await page.getByText(/should not last/).waitFor({ state: "detached" });
    await page.getByText(/act as any role/).waitFor();
    expect(await button("Issue it").isEnabled()).toBe(false);
    await field("Type prod to confirm").fill("prod");
    await field("Reason").fill("a test");
    await button("Issue it").and(page.locator(":enabled")).waitFor();
    await button("Cancel").click();
  });

  test("a file for a pipeline: least role, one day, in the ledger with its name", async () => {
    const { page } = app();
    await button("More about prod").click();
    await page.getByRole("menuitem", { name: "Issue a credential…" }).click();
    await app().openAuthority(secrets());
    await field("For").selectOption("automation");
    await page.getByText("O=os:reader", { exact: true }).waitFor();
    expect(await field("Lifetime").inputValue()).toBe("1d");
    const path = join(machine().folder, "ci.yaml");
    await app().chooseTarget(path);
    await field("Who gets it").fill("nightly backup");
    await button("Issue it").click();
    await page.getByText(`Written to ${path}.`).waitFor();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, "utf8")).toContain("context: prod");
    await goToActivity(page, "Credentials");
    await page.getByText("automation for nightly backup").waitFor();
    await field("Search credentials").fill("nobody at all");
    await page.getByText("No entries match.").waitFor();
    await field("Search credentials").fill("nightly");
    await page.getByText("automation for nightly backup").waitFor();
  });

  test("an authority is kept, sessions get defaults of their own, and it goes with its undo", async () => {
    const { page } = app();
    await page.getByRole("link", { name: "Authorities" }).click();
    await button("Import an authority…").click();
    await app().keepAuthority(secrets());
    await page.getByText("in the vault", { exact: true }).waitFor();
    await page.getByRole("link", { name: /^Contexts/ }).click();
    await button("prod").first().click();
    await button("Defaults").click();
    await field("Role").selectOption("os:operator");
    await field("Lifetime").fill("20m");
    await button("Save").click();
    await page.getByText(/os:operator for 20 minutes/).waitFor();
    const roles = await machine().run([
      "exec",
      "prod",
      "--",
      "printenv",
      "TALOS_VAULT_ROLES",
    ]);
    expect(roles.stdout).toBe("os:operator\n");
    await page.getByRole("link", { name: "Authorities" }).click();
    await page.getByRole("button", { name: /^Remove the key/ }).click();
    await page.getByText("not in the vault").waitFor();
    await button("Undo").click();
    await page.getByText("in the vault", { exact: true }).waitFor();
  });

  test("findings lead to their contexts", async () => {
    const { page } = app();
    await page.getByRole("link", { name: "Findings" }).click();
    await page
      .getByRole("region", { name: /finding/ })
      .getByRole("button", { name: "prod" })
      .first()
      .click();
    await page.getByRole("heading", { name: "prod" }).waitFor();
  });

  test("roles by release: who may call what, and what to ask for", async () => {
    const { page } = app();
    await page.getByRole("link", { name: "Roles" }).click();
    const rows = page.getByRole("region", { name: "Methods" }).getByRole("row");
    await expect.poll(() => rows.count()).toBeGreaterThan(80);
    const all = await rows.count();
    await field("A talosctl command").fill("meta write");
    await page.getByText("os:meta:writer", { exact: true }).first().waitFor();
    await rows.filter({ hasText: "MachineService/MetaWrite" }).waitFor();
    expect(await rows.count()).toBeLessThan(5);
    const release = async (text: string) => {
      await page.getByRole("combobox", { name: "Talos release" }).fill(text);
      await page.getByRole("option", { name: text, exact: true }).click();
    };
    await release("Talos v1.12.0");
    const advice = page
      .getByRole("grid", { name: "Commands of talosctl" })
      .getByRole("row")
      .filter({ hasText: "meta write" });
    await advice.getByText("os:admin", { exact: true }).waitFor();
    await field("A talosctl command").fill("debug");
    await page.getByText("Talos v1.12.0 does not have it.").waitFor();
    await field("A talosctl command").fill("");
    await expect.poll(() => rows.count()).toBeGreaterThan(60);
    expect(await rows.count()).toBeLessThan(all);
    await release("Newest Talos");
    await expect.poll(() => rows.count()).toBe(all);
  });

  test("a page scrolls with the keyboard, and fits where everything is twice as large", async () => {
    const { page } = app();
    const body = page.getByRole("region", { name: "Roles", exact: true });
    await field("A talosctl command").focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("PageDown");
    await expect
      .poll(() =>
        body.evaluate(
          (element) => (element as unknown as { scrollTop: number }).scrollTop,
        ),
      )
      .toBeGreaterThan(100);
    const size = page.viewportSize();
    await page.setViewportSize({ width: 640, height: 400 });
    await field("A talosctl command").fill("etcd");
    const start = page.getByRole("button", { name: /^Start a session with/ });
    const box = await start.first().boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(640);
    expect(box?.x).toBeLessThan(320);
    await field("A talosctl command").fill("");
    if (size) await page.setViewportSize(size);
  });

  test("the blast radius counts a cluster's contexts, and what left the vault", async () => {
    const { page } = app();
    await goToActivity(page, "Blast radius");
    const cells = page
      .getByRole("table", { name: "What still opens each cluster" })
      .getByRole("row")
      .filter({ hasText: "prod" })
      .getByRole("cell");
    // The context itself; what went to the pipeline, and the session's of before.
    await expect
      .poll(() => cells.allInnerTexts())
      .toEqual([
        "prod",
        "1",
        "2",
        "1",
        expect.stringMatching(/^in \d+ days$|^\d{4}-\d\d-\d\d$/),
      ]);
  });

  test("nothing was refused by the policy, and no error is in the console", () => {
    expect(app().troubles.all).toEqual([]);
  });
}
