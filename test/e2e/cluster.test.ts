import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine, online } from "../cli/harness.ts";
import { RotatingNode } from "../doubles/rotation-nodes.ts";
import type { TalosNode } from "../doubles/talos-node.ts";
import { BrowserApp } from "./browser-app.ts";
import * as cluster from "./cluster-scenarios.ts";
import { describeE2e } from "./describe-e2e.ts";
import { Display } from "./display.ts";
import { ElectronApp } from "./electron-app.ts";
import { installElectron } from "./electron-install.ts";
import type { TestApp } from "./test-app.ts";

/** As root Chromium has no sandbox: then the app runs as nobody. */
const person = process.getuid?.() === 0 ? 65_534 : null;

interface Started {
  readonly app: TestApp;
  readonly machine: Machine;
  readonly stop: () => Promise<void>;
}

const hosts = [
  {
    name: "a browser",
    parts: ["chromium", "shared"],
    start: async (): Promise<Started> => {
      const machine = await Machine.start();
      const app = await BrowserApp.start(machine, undefined, online);
      const stop = async () => {
        await app.stop();
        await machine.stop();
      };
      return { app, machine, stop };
    },
  },
  {
    name: "Electron",
    parts: ["electron", "shared"],
    start: async (): Promise<Started> => {
      const install = installElectron();
      const display = await Display.start();
      const machine = await Machine.start("unlocked", person);
      const app = await ElectronApp.start(machine, install, display, online);
      await app.answerDialogs();
      const stop = async () => {
        await app.stop();
        await machine.stop();
        display.stop();
      };
      return { app, machine, stop };
    },
  },
] as const;

for (const { name, parts, start } of hosts)
  describeE2e(`a cluster's node, in ${name}`, parts, () => {
    let started: Started;
    let node: TalosNode;

    beforeAll(async () => {
      started = await start();
      node = await cluster.oneNode(started.app, started.machine);
    });

    afterAll(async () => {
      node.stop();
      await started.stop();
    });

    test("is asked on demand, and says its version", () =>
      cluster.reached(started.app));
    test("is asked by a ping elsewhere, and the window says what that found", () =>
      cluster.pingedElsewhere(started.app, started.machine, node));
    test("makes a session's credential with the role that was chosen", () =>
      cluster.sessionThroughNode(started.app, started.machine));
    test("renews a certificate from the expiry board", () =>
      cluster.renewedThroughNode(started.app, started.machine, node));
    test("accepts several certificates that are renewed together", () =>
      cluster.renewedTogether(started.app, started.machine));
    test("is not asked any more when the dialog is closed", () =>
      cluster.cancelled(started.app, started.machine, node));
    test("is gone, and the link that broke is marked", () =>
      cluster.refused(started.app, node));
    test("renews nothing when it is gone", () =>
      cluster.renewalRefused(started.app, started.machine));
    test("nothing was refused by the policy, and no error is in the console", () => {
      expect(started.app.troubles.all).toEqual([]);
    });
  });

describeE2e(
  "a rotation of the CA, in the window",
  ["chromium", "shared"],
  () => {
    let machine: Machine;
    let node: RotatingNode;
    let app: BrowserApp;

    beforeAll(async () => {
      machine = await Machine.start();
      node = await RotatingNode.start(machine.folder);
      app = await BrowserApp.start(machine, undefined, online);
      await cluster.openCluster(app, machine, node);
    });

    afterAll(async () => {
      node.stop();
      await app.stop();
      await machine.stop();
    });

    const button = (name: string) =>
      app.page.getByRole("dialog").getByRole("button", { name, exact: true });

    test("is recognised by a check, gone along with, and finished", async () => {
      const { page } = app;
      await node.turn("swapped");
      await cluster.check(app);
      await page.getByText("another Talos CA than the context's").waitFor();
      await page
        .getByRole("button", { name: "Where is the rotation?" })
        .click();
      const current = page.getByRole("dialog").locator('[aria-current="step"]');
      await current.getByText("Every context holds both CAs").waitFor();
      await page.getByLabel("What the rotation left").fill(node.newTalosconfig);
      await button("Read the file").click();
      await button("Re-issue all contexts of the cluster").click();
      await page.getByRole("cell", { name: /^new until/ }).waitFor();
      await current.getByText("The old CA is removed").waitFor();
      expect(await page.getByRole("cell", { name: /^new CA/ }).count()).toBe(2);
      await node.turn("dropped");
      await button("Let go of the old CA").click();
      await page.getByText("The new CA alone is trusted by prod.").waitFor();
      await button("Close").click();
      await cluster.check(app);
      await page
        .getByText(/^Talos v1.13.0 ·/)
        .first()
        .waitFor();
    });

    test("can be looked at from the menu, and nobody is asked before", async () => {
      const { page } = app;
      await page.getByRole("button", { name: "More about prod" }).click();
      await page.getByRole("menuitem", { name: "Rotation of the CA…" }).click();
      await page.getByText("Look first:").waitFor();
      await button("Look at the endpoints").click();
      await page.getByText("no rotation is under way").waitFor();
      await button("Close").click();
    });

    test("nothing was refused by the policy, and no error is in the console", () => {
      expect(app.troubles.all).toEqual([]);
    });
  },
);
