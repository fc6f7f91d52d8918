import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { emitTalosconfig } from "../../shared/core/talosconfig/yaml/emit.ts";
import { Machine } from "../cli/harness.ts";
import { contextOf, TestAuthority } from "../doubles/certificates.ts";
import { BrowserApp } from "./browser-app.ts";
import { describeE2e } from "./describe-e2e.ts";
import * as scenarios from "./scenarios.ts";

describeE2e("dialogs and messages keep what was typed", ["chromium"], () => {
  let app: BrowserApp;
  let machine: Machine;

  const page = () => app.page;
  const dialog = () => page().getByRole("dialog");
  const button = (name: string) =>
    page().getByRole("button", { name, exact: true });
  const field = (name: string) => dialog().getByLabel(name, { exact: true });
  const fingerprintOf = async (name: string) => {
    return (
      await machine.json<{ fingerprint: string }>(["show", name, "--json"])
    ).fingerprint;
  };
  const issueFor = async (name: string) => {
    await page()
      .getByRole("link", { name: /^Contexts/ })
      .click();
    await button(name).first().click();
    await button(`More about ${name}`).click();
    await page().getByRole("menuitem", { name: "Issue a credential…" }).click();
    await button("Issue it").and(page().locator(":enabled")).waitFor();
  };
  const focused = () => page().locator(":focus");

  beforeAll(async () => {
    machine = await Machine.start();
    app = await BrowserApp.start(machine);
    const authority = new TestAuthority();
    const { crt, key } = authority.pair;
    const contexts = new Map([
      ["prod", contextOf(crt, authority.client({ days: 90 }))],
      ["reader", contextOf(crt, authority.client({ days: 90 }))],
    ]);
    authority.dispose();
    await scenarios.firstRun(app);
    await scenarios.importFile(
      app,
      machine.file(
        "talosconfig",
        emitTalosconfig({ context: "prod", contexts }),
      ),
    );
    const secrets = machine.file("ca.pem", crt + key);
    await machine.run(["authority", "import", secrets]);
  });

  beforeEach(async () => {
    // A dialog that an earlier test left open.
    await page().keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
  });

  test("Enter in the field of a path reads the file, and issues nothing", async () => {
    const before = await fingerprintOf("prod");
    await issueFor("prod");
    const path = join(machine.folder, "other-secrets.yaml");
    await field("Or one from a file").fill(path);
    expect(await button("Issue it").isEnabled()).toBe(false);
    await page().keyboard.press("Enter");
    await dialog().getByText(`There is no file ${path}.`).waitFor();
    await field("Or one from a file").fill("");
    await page().keyboard.press("Enter");
    await dialog()
      .getByText(`There is no file ${path}.`)
      .waitFor({ state: "detached" });
    expect(await dialog().count()).toBe(1);
    expect(await fingerprintOf("prod")).toBe(before);
  });

  test("the preview keeps its place while there is none, and the button says why", async () => {
    await issueFor("prod");
    const preview = dialog().getByRole("region", { name: "The certificate" });
    for (const lifetime of ["", "99999d"]) {
      await field("Lifetime").fill(lifetime);
      await dialog()
        .getByRole("status")
        .getByText("not between a second and a hundred years")
        .waitFor();
      expect(await preview.isVisible()).toBe(true);
    }
  });

  test("what went wrong is said in the dialog, which a click beside it leaves as it is", async () => {
    await issueFor("prod");
    await field("For").selectOption("context");
    await field("Name").fill("reader");
    await button("Issue it").click();
    await dialog().getByRole("alert").getByText("There is a context").waitFor();
    await page().mouse.click(5, 5);
    expect(await field("Name").inputValue()).toBe("reader");
    await field("Name").fill("reader-2");
    await button("Issue it").click();
    await page().getByText("Issued for reader-2.").waitFor();
    await dialog().waitFor({ state: "detached" });
  });

  test("a key that was replaced is back with Undo", async () => {
    const before = await fingerprintOf("prod");
    await issueFor("prod");
    await button("Issue it").click();
    await page().getByText("Issued for prod.").waitFor();
    expect(await fingerprintOf("prod")).not.toBe(before);
    await button("Undo").last().click();
    await page()
      .getByText(/^Undone: Issued/)
      .waitFor();
    expect(await fingerprintOf("prod")).toBe(before);
  });

  test("the focus goes to Undo when the button of what was removed is gone, and then back into the page", async () => {
    await page().getByRole("link", { name: "Authorities" }).click();
    const remove = page().getByRole("button", { name: /^Remove the key/ });
    await remove.press("Enter");
    await page().getByText("not in the vault").waitFor();
    await expect.poll(() => focused().textContent()).toBe("Undo");
    await page().keyboard.press("Enter");
    await remove.waitFor();
    // To what had it before, where that is still there: which of answer and list comes first is nobody's promise.
    await page().locator("main:focus, main :focus").waitFor();
  });

  test("a message is above a dialog, and closing it closes nothing else", async () => {
    await page().getByRole("link", { name: "Authorities" }).click();
    await button("Import an authority…").waitFor();
    await page()
      .getByRole("button", { name: /^Remove the key/ })
      .click();
    const message = page()
      .getByRole("status")
      .getByText("Removed the authority's key.");
    await message.waitFor();
    await button("Import an authority…").click();
    await field("File").fill("/typed");
    // By its role: nothing that a dialog hides from screen readers has one.
    await message.waitFor();
    await page()
      .getByRole("button", { name: "Close this message" })
      .last()
      .click();
    await message.waitFor({ state: "detached" });
    expect(await field("File").inputValue()).toBe("/typed");
    await expect.poll(() => focused().inputValue()).toBe("/typed");
  });

  test("the command of a new session is shown where it cannot be copied", async () => {
    await page().evaluate(() => {
      const { clipboard } = (
        globalThis as unknown as {
          navigator: { clipboard: { writeText: () => Promise<void> } };
        }
      ).navigator;
      clipboard.writeText = () => Promise.reject(new Error("refused"));
    });
    await scenarios.openContext(app, "prod");
    await button("Start a session…").click();
    await field("Role").selectOption("stored");
    await button("Copy a command").click();
    await dialog().getByText("Paste this into a shell").waitFor();
    await dialog().getByRole("button", { name: "Close" }).click();
    await dialog().waitFor({ state: "detached" });
  });

  test("an error goes when the next try succeeds", async () => {
    await page().getByRole("link", { name: "Import" }).click();
    await app.openFile(join(machine.folder, "none"));
    const error = page()
      .getByRole("status")
      .getByText(/There is no file/);
    await error.waitFor();
    await app.openFile(join(machine.folder, "talosconfig"));
    await error.waitFor({ state: "detached" });
  });

  test("nothing was refused by the policy, and no error is in the console", () => {
    expect(app.troubles.all).toEqual([]);
  });
});
