import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine, online } from "../cli/harness.ts";
import { RotatingNode } from "../doubles/rotation-nodes.ts";
import { BrowserApp } from "./browser-app.ts";
import { check, openCluster } from "./cluster-scenarios.ts";
import { describeE2e } from "./describe-e2e.ts";
import { lookAt } from "./look-at.ts";

describeE2e(
  "what needs a node that answers, in both themes and at every width",
  ["chromium", "shared"],
  () => {
    let machine: Machine;
    let node: RotatingNode;
    let app: BrowserApp;

    beforeAll(async () => {
      machine = await Machine.start();
      node = await RotatingNode.start(machine.folder);
      app = await BrowserApp.start(machine, undefined, online);
      await app.page.emulateMedia({ reducedMotion: "reduce" });
      await openCluster(app, machine, node);
    });

    afterAll(async () => {
      node.stop();
      await app.stop();
      await machine.stop();
    });

    const look = (name: string) => lookAt(app.page, name);
    const button = (name: string) =>
      app.page.getByRole("dialog").getByRole("button", { name, exact: true });

    test("the path to a node that answers", async () => {
      const { page } = app;
      await check(app);
      await page.getByText("Connection path").click();
      await look("reachable");
    });

    test("a renewal that was refused", async () => {
      const { page } = app;
      node.stop();
      await page.getByRole("button", { name: "More about prod" }).click();
      await page.getByRole("menuitem", { name: "Renew…" }).click();
      await button("Renew").click();
      await page.getByRole("alert").waitFor();
      await look("renew-refused");
      await button("Cancel").click();
      await node.turn("before");
    });

    test("a certificate that was renewed", async () => {
      const { page } = app;
      await page.getByRole("button", { name: "More about prod" }).click();
      await page.getByRole("menuitem", { name: "Renew…" }).click();
      await page.getByLabel("Lifetime", { exact: true }).fill("90d");
      await button("Renew").click();
      await page.getByRole("heading", { name: "prod is renewed" }).waitFor();
      await look("renewed");
      await button("Close").click();
    });

    test("the guide along a rotation", async () => {
      const { page } = app;
      await page.getByRole("button", { name: "More about prod" }).click();
      await page.getByRole("menuitem", { name: "Rotation of the CA…" }).click();
      await look("rotation-first");
      await node.turn("swapped");
      await button("Look at the endpoints").click();
      await page.getByText("Every context holds both CAs").waitFor();
      await page.getByLabel("What the rotation left").fill(node.newTalosconfig);
      await button("Read the file").click();
      await page.getByText("The new CA is").waitFor();
      await look("rotation");
      await button("Re-issue all contexts of the cluster").click();
      await page.getByRole("cell", { name: /^new until/ }).waitFor();
      await page
        .getByRole("list", { name: "Steps of the rotation" })
        .locator('[aria-current="step"]')
        .getByText("The old CA is removed")
        .waitFor();
      await look("rotation-reissued");
    });

    test("nothing was refused by the policy, and no error is in the console", () => {
      expect(app.troubles.all).toEqual([]);
    });
  },
);
