import { X509Certificate } from "node:crypto";
import { afterAll, afterEach, expect, test } from "vitest";
import { emitTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf, TestAuthority } from "../../doubles/certificates.ts";
import { must, openHost } from "../../doubles/memory-host.ts";
import {
  answers,
  nodeOf,
  ScriptedTalosApi,
} from "../../doubles/scripted-talos-api.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
const [before, after] = [new TestAuthority(), new TestAuthority()];
afterEach(() => page.close());
afterAll(() => {
  before.dispose();
  after.dispose();
});

test("the undo of a re-issue takes nothing back that was changed since", async () => {
  const prod = contextOf(before.pair.crt, before.client({ days: 300 }));
  const memory = await openHost(
    emitTalosconfig({ context: "prod", contexts: new Map([["prod", prod]]) }),
  );
  const { host } = memory;
  memory.now = new Date();
  const talos = new ScriptedTalosApi();
  talos.make = nodeOf(after);
  const { crt } = after.client();
  talos.outcome = () => answers({ chain: [new X509Certificate(crt).raw] });
  memory.talos = talos;
  const admin = contextOf(after.pair.crt, after.client());
  memory.files.set(
    "/left",
    emitTalosconfig({ context: "new", contexts: new Map([["new", admin]]) }),
  );
  memory.hasOpenDialog = true;
  memory.chosenFile = "/left";
  page = await TestWindow.open(memory);
  await page.go("contexts/prod");
  await page.choose("More about prod", "Rotation of the CA…");
  await page.press("Choose the file…");
  await page.press("Re-issue all contexts of the cluster");
  await page.shows("Undo the re-issue");
  must(await host.ask("contexts.edit", { name: "prod", edit: { favorite: true } })); // prettier-ignore
  await page.press("Undo the re-issue");
  await page.shows("Only the last change can be undone.");
  expect(must(await host.ask("contexts.list", {}))).toMatchObject([{ favorite: true }]); // prettier-ignore
});
