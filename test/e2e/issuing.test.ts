import { afterAll, beforeAll } from "vitest";
import { emitTalosconfig } from "../../shared/core/talosconfig/yaml/emit.ts";
import { Machine } from "../cli/harness.ts";
import { contextOf, TestAuthority } from "../doubles/certificates.ts";
import { BrowserApp } from "./browser-app.ts";
import { describeE2e } from "./describe-e2e.ts";
import { Display } from "./display.ts";
import { ElectronApp } from "./electron-app.ts";
import { installElectron } from "./electron-install.ts";
import { issuingScenarios, type IssuingStage } from "./issuing-scenarios.ts";
import * as scenarios from "./scenarios.ts";
import type { TestApp } from "./test-app.ts";

/** The app with one expired context in it. */
async function setStage(app: TestApp, machine: Machine): Promise<IssuingStage> {
  const authority = new TestAuthority();
  const { crt, key } = authority.pair;
  const secrets = machine.file("ca.pem", crt + key);
  const ended = contextOf(crt, authority.client({ days: -1 }));
  authority.dispose();
  const contexts = new Map([["prod", ended]]);
  const talosconfig = emitTalosconfig({ context: "prod", contexts });
  await scenarios.firstRun(app);
  const path = machine.file("talosconfig", talosconfig);
  await scenarios.importFile(app, path);
  return { app, machine, secrets };
}

const title = "issuing, from an expired administrator to a pipeline";

describeE2e(`${title}, in a browser`, ["chromium"], () => {
  let stage: IssuingStage;

  beforeAll(async () => {
    const machine = await Machine.start();
    stage = await setStage(await BrowserApp.start(machine), machine);
  });

  afterAll(async () => {
    await stage.app.stop();
    await stage.machine.stop();
  });

  issuingScenarios(() => stage);
});

describeE2e(`${title}, in Electron`, ["electron"], () => {
  /** As root Chromium has no sandbox: then the app runs as nobody. */
  const person = process.getuid?.() === 0 ? 65_534 : null;
  let stage: IssuingStage;
  let display: Display;

  beforeAll(async () => {
    const install = installElectron();
    display = await Display.start();
    const machine = await Machine.start("unlocked", person);
    const app = await ElectronApp.start(machine, install, display);
    await app.answerDialogs();
    stage = await setStage(app, machine);
  });

  afterAll(async () => {
    await stage.app.stop();
    await stage.machine.stop();
    display.stop();
  });

  issuingScenarios(() => stage);
});
