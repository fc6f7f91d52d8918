import { expect } from "vitest";
import { online, type Machine } from "../cli/harness.ts";
import { startTalosNode, type TalosNode } from "../doubles/talos-node.ts";
import { sharedPath } from "../shared-material.ts";
import { goToActivity } from "./activity-view.ts";
import {
  copySession,
  firstRun,
  importFile,
  inSession,
  openContext,
} from "./scenarios.ts";
import type { TestApp } from "./test-app.ts";

const talosctl = sharedPath("tools/talosctl");

/** The cluster of the fixtures as this node serves it, its context chosen. */
export async function openCluster(
  app: TestApp,
  machine: Machine,
  node: { readonly endpoint: string },
): Promise<void> {
  await firstRun(app);
  await importFile(app, sharedPath("fixtures/prod/talosconfig"));
  await machine.run(["set", "prod", "--endpoints", node.endpoint]);
  await openContext(app, "prod");
  await app.page
    .getByText(node.endpoint)
    .filter({ visible: true })
    .first()
    .waitFor();
}

/** A window whose one context is of a node that answers on loopback. */
export async function oneNode(
  app: TestApp,
  machine: Machine,
): Promise<TalosNode> {
  const node = await startTalosNode();
  await openCluster(app, machine, node);
  return node;
}

const reachability = ({ page }: TestApp) =>
  page.getByRole("region", { name: "Reachability" });

export async function check(app: TestApp): Promise<void> {
  await reachability(app).getByRole("button", { name: "Check now" }).click();
}

/** Nobody is asked before the click; then the version is there, and the row of the list says it too. */
export async function reached(app: TestApp): Promise<void> {
  const { page } = app;
  await openContext(app, "prod");
  await page.getByText("Nobody is contacted until you ask").waitFor();
  await page.getByRole("img", { name: "Not checked" }).waitFor();
  await check(app);
  await reachability(app)
    .getByText(/^Talos v1.13.0 ·/)
    .waitFor();
  await page
    .getByRole("img", { name: "Reachable, checked just now" })
    .waitFor();
}

/** What a ping of the command line finds out is in the window without a click. */
export async function pingedElsewhere(
  app: TestApp,
  machine: Machine,
  { endpoint }: TalosNode,
): Promise<void> {
  await openContext(app, "prod");
  const nobody = "127.0.0.1:1";
  for (const [asked, said] of [
    [nobody, `Nothing listens on ${nobody}.`],
    [endpoint, /^Talos v1.13.0 ·/],
  ] as const) {
    await machine.run(["set", "prod", "--endpoints", asked]);
    await machine.run(["ping", "prod"], { env: online });
    await reachability(app).getByText(said).waitFor();
  }
}

/** The node is gone: the way there breaks at TCP, in words. */
export async function refused(app: TestApp, node: TalosNode): Promise<void> {
  const { page } = app;
  await openContext(app, "prod");
  node.stop();
  await check(app);
  await reachability(app)
    .getByText(`Nothing listens on ${node.endpoint}.`)
    .waitFor();
  const way = page.getByRole("list", {
    name: `Connection path to ${node.endpoint}`,
  });
  expect(
    await way
      .getByRole("listitem")
      .filter({ hasText: "broken here" })
      .innerText(),
  ).toMatch(/TCP/);
  expect(await way.getByText("not reached").count()).toBe(4);
  await page.getByRole("img", { name: /^Fails, checked just now/ }).waitFor();
}

/** A terminal gets a role that a node made, and nothing more. */
export async function sessionThroughNode(
  app: TestApp,
  machine: Machine,
): Promise<void> {
  const line = await copySession(app, { mayDo: "os:reader" });
  const used = await inSession(
    machine,
    line,
    `'${talosctl}' config info; '${talosctl}' -n 127.0.0.1 version; '${talosctl}' -n 127.0.0.1 reboot --wait=false; sleep 1`,
  );
  expect(used.stdout).toMatch(/Roles: +os:reader\n/);
  expect(used.stdout).toContain("Tag:         v1.13.0");
  expect(used.stderr).toContain("not authorized");
  await app.page.getByText("No session is running").waitFor();
}

/** From the expiry board, through the node: live steps, who accepted it, and a line in the ledger. */
export async function renewedThroughNode(
  app: TestApp,
  machine: Machine,
  node: TalosNode,
): Promise<void> {
  const { page } = app;
  const before = await fingerprint(machine);
  await page.getByRole("link", { name: "Expiry" }).click();
  await page.getByRole("button", { name: "Renew prod" }).click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.getByLabel("Who makes it").inputValue()).toBe("node");
  await dialog.getByLabel("Lifetime", { exact: true }).fill("90d");
  await dialog.getByRole("button", { name: "Renew" }).click();
  await page.getByRole("heading", { name: "prod is renewed" }).waitFor();
  await dialog.getByText(`${node.endpoint} has accepted it.`).waitFor();
  await dialog.getByText("The old certificate stays valid until").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  expect(await fingerprint(machine)).not.toBe(before);
  await goToActivity(page, "Credentials");
  await page.getByText("kept as prod: renewal").waitFor();
  await page.getByText("session, ended: a test").waitFor();
}

/** What ends soon is renewed together from the board: each is tried on the node, and has its new certificate. */
export async function renewedTogether(
  app: TestApp,
  machine: Machine,
): Promise<void> {
  const { page } = app;
  const names = ["ends-first", "ends-next", "ends-last"];
  await machine.run([
    "authority",
    "import",
    sharedPath("fixtures/prod/secrets.yaml"),
  ]);
  for (const [index, name] of names.entries())
    await machine.run(["issue", "prod", "--as", name, "--ttl", `${String(index + 2)}h`, "--roles", "os:reader"]); // prettier-ignore
  const before = await Promise.all(
    names.map((name) => fingerprint(machine, name)),
  );
  await page.getByRole("link", { name: "Expiry" }).click();
  for (const name of names)
    await page.getByRole("button", { name: `Renew ${name}` }).waitFor();
  await page.getByRole("button", { name: "Renew 3…" }).click();
  const dialog = page.getByRole("dialog", { name: "Renew 3 contexts" });
  await dialog.getByRole("button", { name: "Renew 3" }).click();
  await dialog.getByText("3 of 3 done").waitFor({ timeout: 30_000 });
  for (const name of names)
    await dialog
      .getByRole("listitem")
      .filter({ hasText: name })
      .getByText(/until \d{4}-/)
      .waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  for (const [index, name] of names.entries())
    expect(await fingerprint(machine, name)).not.toBe(before[index]);
  for (const name of names) await machine.run(["remove", name, "--yes"]);
  const { authorities } = await machine.json<{
    authorities: readonly { fingerprint: string }[];
  }>(["authority", "list", "--json"]);
  const [kept] = authorities.map(({ fingerprint: whole }) => whole);
  const removed = await machine.run(["authority", "remove", kept ?? "", "--yes"]); // prettier-ignore
  expect(removed.code, removed.stderr).toBe(0);
}

/** While a node is asked it is said so; what is closed meanwhile is not done when the node answers after all. */
export async function cancelled(
  app: TestApp,
  machine: Machine,
  node: TalosNode,
): Promise<void> {
  const { page } = app;
  const before = await fingerprint(machine);
  const dialog = page.getByRole("dialog");
  await openContext(app, "prod");
  node.pause();
  await page.getByRole("button", { name: "More about prod" }).click();
  await page.getByRole("menuitem", { name: "Renew…" }).click();
  await dialog.getByRole("button", { name: "Renew" }).click();
  await dialog.getByText("now…").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("The renewal was cancelled").waitFor();
  await page.getByRole("button", { name: "Start a session…" }).click();
  await dialog.getByLabel("Role", { exact: true }).selectOption("os:reader");
  await dialog.getByRole("button", { name: "Copy a command" }).click();
  await dialog
    .getByText("Asking a node of the cluster for a certificate…")
    .waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("Cancelled: no session was started.").waitFor();
  await check(app);
  // A window that comes back to the context knows that the check goes on.
  await page.getByRole("link", { name: /^Sessions/ }).click();
  await openContext(app, "prod");
  await reachability(app).getByText("checking…").waitFor();
  node.resume();
  await reachability(app)
    .getByText(/^Talos v1.13.0 ·/)
    .waitFor();
  expect(await fingerprint(machine)).toBe(before);
  const { stdout } = await machine.run(["sessions", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ sessions: [] });
}

/** Nobody answers: the dialog says so with its next step, and the old certificate is where it was. */
export async function renewalRefused(
  app: TestApp,
  machine: Machine,
): Promise<void> {
  const { page } = app;
  const before = await fingerprint(machine);
  await openContext(app, "prod");
  await page.getByRole("button", { name: "More about prod" }).click();
  await page.getByRole("menuitem", { name: "Renew…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Renew" }).click();
  await dialog.getByRole("alert").getByText("Nothing listens on").waitFor();
  await dialog.getByRole("button", { name: "Try again" }).waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(await fingerprint(machine)).toBe(before);
}

async function fingerprint(machine: Machine, name = "prod"): Promise<string> {
  return (await machine.json<{ fingerprint: string }>(["show", name, "--json"]))
    .fingerprint;
}
