import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { online, program, runtime } from "../cli/harness.ts";
import { manyConnections, type Listening } from "../doubles/loopback.ts";
import { startTalosNode, type TalosNode } from "../doubles/talos-node.ts";
import { sharedPath } from "../shared-material.ts";
import { closeMessages } from "./close-messages.ts";
import { lookAt } from "./look-at.ts";
import { describeInBothHosts, type OpenApp } from "./in-both-hosts.ts";
import { orphan } from "./orphan.ts";

const talosctl = sharedPath("tools/talosctl");
const reboot = ["-n", "127.0.0.1", "reboot", "--wait=false"];
const resetting = "-n 127.0.0.1 reset --wait=false --graceful=false".split(" ");

const sheetOf = ({ app: { page } }: OpenApp) =>
  page.getByRole("dialog", { name: /^A call waits for you: prod/ });

interface Session {
  readonly id: string;
  readonly path: string;
  readonly context: string;
}

async function windowsSession({ machine }: OpenApp): Promise<Session> {
  const { sessions } = await machine.json<{
    sessions: readonly Session[];
  }>(["sessions", "--json"]);
  const found = sessions.find(({ context }) => context === "prod");
  if (!found) throw new Error("there is no session of prod");
  return found;
}

async function inWindowsSession(
  opened: OpenApp,
  words: readonly string[] = [talosctl, ...reboot],
): Promise<string> {
  const { id, path } = await windowsSession(opened);
  const env = { ...online, TALOSCONFIG: path, TALOS_VAULT_SESSION: id };
  return orphan(opened, words, env);
}

describeInBothHosts(
  "a call that is held",
  (open) => {
    let node: TalosNode;
    let journal: string;
    let others: Listening;
    const reboots = () =>
      readFileSync(journal, "utf8").split("/Reboot").length - 1;

    beforeAll(async () => {
      const { machine } = open();
      journal = join(machine.folder, "journal");
      writeFileSync(journal, "");
      node = await startTalosNode("-journal", journal);
      others = await manyConnections();
      for (const words of [
        ["import", sharedPath("fixtures/prod/talosconfig")],
        ["set", "prod", "--endpoints", node.endpoint, "--nodes", "127.0.0.1"],
        ["guard", "set", "prod", "--hold", "writes"],
      ]) {
        const { code, stderr } = await machine.run(words);
        expect(code, stderr).toBe(0);
      }
    });

    afterAll(async () => {
      await others.stop();
      node.stop();
    });

    test("of a session of the window waits for a press that was meant for it, and its calls are shown", async () => {
      const opened = open();
      const { page } = opened.app;
      await page.evaluate("location.hash = '#/sessions'");
      await page.getByRole("button", { name: "Start a session…" }).click();
      const dialog = page.getByRole("dialog", { name: "Start a session" });
      await dialog.getByLabel("Context", { exact: true }).selectOption("prod");
      await dialog
        .getByText(/The session cannot .*take a kubeconfig/)
        .waitFor();
      await dialog.getByLabel("Role", { exact: true }).selectOption("stored");
      await dialog.getByRole("button", { name: "Copy a command" }).click();
      const watch = page.getByRole("button", {
        name: "Calls of the session with prod",
      });
      await watch.click();
      const calls = page.getByRole("region", { name: "Calls" });
      await calls.getByText("Nothing was asked through it yet").waitFor();
      const denied = inWindowsSession(opened);
      const sheet = sheetOf(opened);
      await sheet.getByText("Reboot node 127.0.0.1 of prod").waitFor();
      await expect
        .poll(() => page.locator(":focus").textContent())
        .toBe("Deny");
      await page.keyboard.press("Enter");
      expect(await denied).toContain("Nobody agreed to this call");
      expect(reboots()).toBe(0);
      const agreed = inWindowsSession(opened);
      await sheet.getByText("Reboot node 127.0.0.1 of prod").waitFor();
      await sheet.getByRole("button", { name: "Allow once" }).click();
      expect(await agreed).toContain("over 0");
      expect(reboots()).toBe(1);
      const call = calls.getByRole("listitem");
      await call.filter({ hasText: "refused" }).waitFor();
      await call
        .filter({ hasText: "allowed" })
        .filter({ hasText: /talosctl \(\d+\)/ })
        .waitFor();
      await closeMessages(page);
      await lookAt(page, "session-calls");
    });

    test("of what a session of the window asked for, a person having agreed, is made without a question", async () => {
      const opened = open();
      const { page } = opened.app;
      const asked = ["request", "reset", "--reason", "maintenance"];
      const request = inWindowsSession(opened, [runtime, program, ...asked]);
      const sheet = page.getByRole("dialog", {
        name: /^A program asks for prod/,
      });
      await sheet.getByText("A running session may call reset").waitFor();
      await sheet.getByText("maintenance").waitFor();
      await sheet.getByRole("button", { name: "Allow once" }).click();
      expect(await request).toContain("Allowed");
      const reset = [talosctl, ...resetting];
      // It was made: this node cannot do it.
      const made = await inWindowsSession(opened, reset);
      expect(made).toContain("Reset not implemented");
    });

    test("of many is one question with a counter, and the end of the session answers all of them", async () => {
      const opened = open();
      const { page } = opened.app;
      const flood = [1, 2, 3, 4].map(() => inWindowsSession(opened));
      const sheet = sheetOf(opened);
      await sheet
        .getByText("3 more calls of the session wait behind it")
        .waitFor();
      await sheet
        .getByRole("button", { name: "Deny and end the session" })
        .click();
      for (const said of await Promise.all(flood))
        expect(said).not.toContain("over 0");
      expect(reboots()).toBe(1);
      await page.getByText("No session is running").waitFor();
    });

    test("of a session of a terminal is asked about in the same sheet", async () => {
      const opened = open();
      const { machine } = opened;
      const said = orphan(
        opened,
        [
          runtime,
          program,
          "exec",
          "prod",
          "--stored",
          "--",
          talosctl,
          ...reboot,
        ],
        online,
      );
      const sheet = sheetOf(opened);
      await sheet.getByText("Reboot node 127.0.0.1 of prod").waitFor();
      await sheet.getByText(/talosctl \(\d+\)/).waitFor();
      await sheet.getByText(machine.folder, { exact: true }).waitFor();
      await sheet.getByRole("button", { name: "Allow once" }).click();
      expect(await said).toContain("over 0");
      expect(reboots()).toBe(2);
    });
  },
  { envOf: () => online, isInTerminal: true },
);
