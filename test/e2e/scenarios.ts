import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { Machine } from "../cli/harness.ts";
import { sharedPath } from "../shared-material.ts";
import { goToActivity } from "./activity-view.ts";
import type { TestApp } from "./test-app.ts";
import { closeMessages } from "./close-messages.ts";
import { whileItRuns } from "./while-it-runs.ts";

export const fixture = sharedPath("fixtures/merged.talosconfig");
const talosctl = sharedPath("tools/talosctl");

/** From nothing to an open vault; gives the recovery key that was shown outside the page. */
export async function firstRun(app: TestApp): Promise<string> {
  await app.page.getByRole("button", { name: "Make the vault" }).click();
  await app.page
    .getByRole("heading", { name: "Import a talosconfig" })
    .waitFor();
  const key = await app.recoveryKey();
  expect(key).toMatch(/^AGE-SECRET-KEY-1/);
  expect(await app.page.content()).not.toContain(key);
  return key;
}

/** A talosconfig goes in; ends on the list of contexts. */
export async function importFile(app: TestApp, path: string): Promise<void> {
  const { page } = app;
  await page.getByRole("link", { name: "Import" }).click();
  await app.openFile(path);
  await page.getByRole("button", { name: /^Import \d/ }).click();
  await page.getByRole("button", { name: "Show the contexts" }).click();
  await page.getByRole("grid", { name: "Contexts" }).waitFor();
}

/** Chooses a context in the list; what it gives is that context's own panel, never the one that was open before. */
export async function openContext(
  { page }: TestApp,
  name: string,
): Promise<Locator> {
  await page.getByRole("link", { name: /^Contexts/ }).click();
  await page
    .getByRole("grid", { name: "Contexts" })
    .getByRole("button", { name, exact: true })
    .click();
  const panel = page.getByRole("region", { name: `Context ${name}` });
  await panel.getByRole("heading", { name, exact: true }).waitFor();
  return panel;
}

export async function switchTo(app: TestApp, name: string): Promise<void> {
  const { page } = app;
  await page.getByRole("link", { name: /^Contexts/ }).click();
  await page.getByRole("button", { name: `Use ${name}`, exact: true }).click();
  await page
    .getByRole("navigation")
    .getByRole("button", { name: `Current context ${name}` })
    .waitFor();
}

/** Starts a session in the window, with its own key unless a role is named; gives the line to paste. */
export async function copySession(
  app: TestApp,
  { lifetime = "1h", mayDo = "stored" } = {},
): Promise<string> {
  const { page } = app;
  await page.getByRole("link", { name: /^Sessions/ }).click();
  // An older "Copied." must not be taken for this one.
  await closeMessages(page);
  await page.getByRole("button", { name: "Start a session…" }).click();
  const choice = page.getByLabel("Role", { exact: true });
  if ((await choice.count()) > 0) await choice.selectOption(mayDo);
  await page.getByLabel("Lifetime", { exact: true }).fill(lifetime);
  await page.getByLabel("Reason").fill("a test");
  await page.getByRole("button", { name: "Copy a command" }).click();
  await page.getByText("Copied.").last().waitFor();
  return app.copied();
}

/** Runs commands in a shell that has joined a session by pasting its line. */
export async function inSession(
  machine: Machine,
  line: string,
  commands: string,
) {
  return machine.command(["bash", "-c", `${line}\n${commands}`]);
}

/**
 * The whole job: a vault, a talosconfig in it, one click, a terminal with the real talosctl, the end, nothing left.
 */
export async function wholeJob(app: TestApp, machine: Machine): Promise<void> {
  const { page } = app;
  await firstRun(app);
  await importFile(app, fixture);
  await switchTo(app, "staging");
  const line = await copySession(app);
  const used = await inSession(
    machine,
    line,
    `'${talosctl}' config contexts; '${talosctl}' config info; sleep 3`,
  );
  expect(used.stdout).toContain("staging");
  expect(used.stdout).toContain("os:admin");
  expect(used.stdout).not.toContain("lab");
  // The shell has ended, and its session with it.
  await page.getByText("No session is running").waitFor();
  expect(sessionFolders(machine)).toEqual([]);
  const [path = ""] = /(?<=')[^']+/.exec(line) ?? [];
  expect(path).not.toBe("");
  expect(existsSync(path)).toBe(false);
  await page.getByRole("link", { name: /^Contexts/ }).click();
  await page.getByRole("button", { name: "staging", exact: true }).click();
  await page.getByRole("cell", { name: "a test" }).waitFor();
  expect(keysOnDisk(machine)).toEqual([]);
}

/** A session of two seconds ends by itself. */
export async function expiry(app: TestApp, machine: Machine): Promise<void> {
  await copySession(app, { lifetime: "2s" });
  await app.page.getByRole("gridcell", { name: "0:00:0" }).waitFor();
  await app.page
    .getByText("No session is running")
    .waitFor({ timeout: 20_000 });
  expect(sessionFolders(machine)).toEqual([]);
}

/** Sessions of the command line appear in the window and end from there; so does the current context. */
export async function bothWays(app: TestApp, machine: Machine): Promise<void> {
  const { page } = app;
  await page.getByRole("link", { name: /^Sessions/ }).click();
  const running = machine.run(["exec", "lab", "--stored", "--", "sleep", "60"]);
  const end = page.getByRole("button", { name: "End the session with lab" });
  await whileItRuns(running, end.waitFor());
  await end.click();
  // What it ran ends with it.
  await running;
  await page.getByText("No session is running").waitFor();
  await machine.run(["use", "prod"]);
  await page
    .getByRole("navigation")
    .getByRole("button", { name: "Current context prod" })
    .waitFor();
}

/** With a cluster's authority each terminal gets what it needs, and what was made is in the ledger. */
export async function derived(app: TestApp, machine: Machine): Promise<void> {
  const { page } = app;
  await page.getByRole("link", { name: "Authorities" }).click();
  await page.getByRole("button", { name: "Import an authority…" }).click();
  await app.keepAuthority(sharedPath("fixtures/prod/secrets.yaml"));
  await page.getByText("in the vault", { exact: true }).waitFor();
  const reader = await inSession(
    machine,
    await copySession(app, { mayDo: "os:reader" }),
    `'${talosctl}' config info; sleep 1`,
  );
  expect(reader.stdout).toMatch(/Roles: +os:reader\n/);
  await page.getByText("No session is running").waitFor();
  await goToActivity(page, "Credentials");
  await page.getByText("session, ended: a test").waitFor();
  const { entries } = await machine.json<{ entries: { roles: string[] }[] }>([
    "ledger",
    "--json",
  ]);
  expect(entries.map(({ roles }) => roles)).toEqual([["os:reader"]]);
}

/** Locked on demand: nothing of the vault is in the page; one click opens it. */
export async function lockAndUnlock(app: TestApp): Promise<void> {
  const { page } = app;
  await page.getByRole("button", { name: "Lock", exact: true }).click();
  await page.getByRole("heading", { name: "The vault is locked" }).waitFor();
  expect(await page.content()).not.toContain("staging");
  await page.keyboard.press("Enter");
  await page.getByRole("navigation").waitFor();
}

/** The holder dies with sessions open: the kernel takes the key, and the next start cleans up. */
export async function killed(app: TestApp, machine: Machine): Promise<void> {
  const line = await copySession(app);
  // The line names a file of the session's folder, and that the talosconfig.
  const [script = ""] = /(?<=')[^']+/.exec(line) ?? [];
  const code = readFileSync(script, "utf8");
  const [path = ""] = /(?<=TALOSCONFIG=')[^']+/.exec(code) ?? [];
  expect(readFileSync(path, "utf8")).toContain("key:");
  await app.kill();
  expect(existsSync(path)).toBe(false);
  const { stdout } = await machine.run(["sessions", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ sessions: [] });
  expect(sessionFolders(machine)).toEqual([]);
}

export function sessionFolders(machine: Machine): readonly string[] {
  if (!existsSync(machine.runFolder)) return [];
  return readdirSync(machine.runFolder).filter((name) =>
    /^[0-9a-f]{32}$/.test(name),
  );
}

/** Files of the machine, its run folder and its vault that hold a key of the fixture. */
export function keysOnDisk(machine: Machine): readonly string[] {
  const keys = [...readFileSync(fixture, "utf8").matchAll(/key: (\S+)/g)].map(
    ([, key = ""]) => key,
  );
  return [machine.folder, join(machine.runFolder, "..")].flatMap((folder) =>
    filesIn(folder).filter((path) => {
      const text = readFileSync(path, "latin1");
      return keys.some((key) => text.includes(key));
    }),
  );
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

/** What has to work in every window, whatever hosts it; each goes on where the one before ended. */
export function testEveryWindow(
  started: () => { readonly app: TestApp; readonly machine: Machine },
): void {
  const run =
    (scenario: (app: TestApp, machine: Machine) => Promise<void>) => () => {
      const { app, machine } = started();
      return scenario(app, machine);
    };
  test("does the whole job and leaves nothing", run(wholeJob));
  test("ends a session when its time is up", run(expiry));
  test(
    "shows the command line's sessions and context, both ways, live",
    run(bothWays),
  );
  test(
    "an authority makes each terminal a credential of its own",
    run(derived),
  );
  test("locks on demand and opens with one key", run(lockAndUnlock));
}
