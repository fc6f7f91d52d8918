import {
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { goToActivity } from "./activity-view.ts";
import { describeInBothHosts, type OpenApp } from "./in-both-hosts.ts";
import { lookAround } from "./look-around.ts";

describeInBothHosts("the activity page", (open) => {
  const pageOf = ({ app }: OpenApp) => app.page;
  const button = (name: string) =>
    pageOf(open()).getByRole("button", { name, exact: true });
  const list = () => pageOf(open()).getByRole("list", { name: "Events" });
  const events = () => list().getByRole("button");

  test("shows what a terminal does, by the keyboard alone, and what is looked for", async () => {
    const { app, machine } = open();
    const { page } = app;
    await goToActivity(page, "Events");
    await page.getByText("Contexts imported").first().waitFor();
    const ran = await machine.run([
      "exec",
      "homelab",
      "--stored",
      "--",
      "true",
    ]);
    expect(ran.code, ran.stderr).toBe(0);
    await events().first().getByText("Session ended").waitFor();
    await events().first().focus();
    await page.keyboard.press("End");
    await list().locator("button:focus").getByText("Log begun").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("format", { exact: true }).waitFor();
    await page.keyboard.press("Home");
    await list().locator("button:focus").getByText("Session ended").waitFor();
    await page.keyboard.press("ArrowDown");
    await list().locator("button:focus").getByText("Session started").waitFor();
    await page.keyboard.press("Enter");
    await button("Activity of this session").press("Enter");
    await page.getByRole("button", { name: /^Show all again, not only: Session/ }).waitFor(); // prettier-ignore
    await page.getByText("2 events, and none is older.").waitFor();
    await button("Filter").press("Enter");
    await button("The log itself").press("Enter");
    await page.keyboard.press("Escape");
    await page.getByText("No event matches.").waitFor();
    await button("Clear filters").click();
    await page.getByLabel("Search events").fill("homelab nowhere");
    await page.getByText("No event matches.").waitFor();
  });

  test("says how far the log is what it was, and gives a copy of what is shown", async () => {
    const { app, machine } = open();
    const { page } = app;
    await page.getByLabel("Search events").fill("homelab session");
    await events().first().getByText("Session ended").waitFor();
    await button("Verify").click();
    await page.getByText("The keychain knows its last line").waitFor();
    await page.getByText(/^Verified today at \d\d:\d\d, to line \d+\.$/).waitFor(); // prettier-ignore
    await button("Export…").click();
    await page.getByLabel("Format").selectOption("csv");
    const path = join(machine.folder, "audit.csv");
    await app.chooseTarget(path);
    await page.getByRole("button", { name: /^Write the file/ }).click();
    await page.getByText(`written to ${path}`).waitFor();
    const [titles, ...lines] = readFileSync(path, "utf8").trim().split("\r\n");
    expect(titles).toMatch(/^n,time,event,context,/);
    expect(lines.at(-1)).toMatch(/,session\.end,homelab,/);
    expect(lines.every((line) => line.includes("homelab"))).toBe(true);
    await lookAround(page, `${page.url().slice(0, 4)}-activity`);
  });

  test("explains a log whose end was cut off, and takes it after it said what is given up", async () => {
    const { app, machine } = open();
    const { page } = app;
    await page.getByLabel("Search events").fill("");
    const path = join(machine.home, "audit.jsonl");
    const lines = readFileSync(path, "utf8").split("\n").slice(0, 2);
    writeFileSync(path, `${lines.join("\n")}\n`);
    rmSync(join(machine.home, "audit.state"));
    await button("Verify").click();
    await page.getByText(/The newest events are gone\./).waitFor();
    await lookAround(page, `${page.url().slice(0, 4)}-activity-broken`);
    const opener = button("Accept the log…");
    const dialog = page.getByRole("dialog", {
      name: "Accept the log as it is",
    });
    await opener.press("Enter");
    await dialog.locator(":focus").waitFor();
    // Keys of the page beneath are the dialog's, and Enter without a reason does nothing.
    for (const key of [
      "Control+k",
      "Control+1",
      "Control+6",
      "End",
      "/",
      "Enter",
    ])
      // prettier-ignore
      await page.keyboard.press(key);
    expect(await page.getByRole("dialog").count()).toBe(1);
    await lookAround(page, `${page.url().slice(0, 4)}-accept-log`);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(readFileSync(path, "utf8")).not.toContain("log.accept");
    await opener.press("Enter");
    await page.getByLabel("Reason").fill("an older copy of the folder");
    const number = dialog.getByLabel(/^Type \d+, the number/);
    await number.waitFor();
    const [, lost = ""] = /Type (\d+),/.exec((await dialog.textContent()) ?? "") ?? []; // prettier-ignore
    await number.fill(lost);
    await dialog.getByRole("button", { name: "Accept it" }).press("Enter");
    await page.getByText("The log was accepted as it is").waitFor();
    await events().first().getByText("Log accepted").waitFor();
    await button("Verify").click();
    await page.getByText(/With line \d+ a person took this log/).waitFor();
    const verified = await machine.run(["audit", "verify"]);
    expect(verified.code, verified.stderr).toBe(0);
  });

  test("looks at an archive that is not where it went once a person says where it is", async () => {
    const { app, machine } = open();
    const { page } = app;
    const [there, elsewhere] = ["there", "elsewhere"].map((name) => join(machine.folder, name)) as [string, string]; // prettier-ignore
    mkdirSync(there, { mode: 0o700 });
    if (machine.uid !== null) chownSync(there, machine.uid, machine.uid);
    const archived = await machine.run(["audit", "archive", "--to", there, "--yes"]); // prettier-ignore
    expect(archived.code, archived.stderr).toBe(0);
    const [name = ""] = readdirSync(there);
    renameSync(there, elsewhere);
    await button("Verify").click();
    await page.getByText(/was not looked at: it went to .*Find it where/).waitFor(); // prettier-ignore
    await app.findArchive(join(elsewhere, name));
    await page.getByText(`Some of them are archived, in ${join(elsewhere, name)}.`).waitFor(); // prettier-ignore
    await page.getByText(/^Lines 1 to \d+ fit each other\.$/).waitFor();
    // As long as this program runs.
    await button("Verify").click();
    await page.getByText(/^Lines 1 to \d+ fit each other\.$/).waitFor();
  });
});
