import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import { BrowserApp } from "./browser-app.ts";
import { describeE2e } from "./describe-e2e.ts";
import { Display } from "./display.ts";
import { ElectronApp } from "./electron-app.ts";
import { installElectron } from "./electron-install.ts";
import { lookAroundZoomed } from "./look-around.ts";
import {
  contextsOf,
  makeVault,
  RecoveryScenarios,
} from "./recovery-scenarios.ts";
import type { TestApp } from "./test-app.ts";

/** As root Chromium has no sandbox: then the app runs as nobody. */
const person = process.getuid?.() === 0 ? 65_534 : null;

interface Host {
  readonly kind: "chromium" | "electron";
  readonly person: number | null;
  begin(): Promise<void>;
  start(machine: Machine): Promise<TestApp>;
  end(): void;
}

const browser: Host = {
  kind: "chromium",
  person: null,
  begin: async () => undefined,
  start: (machine) => BrowserApp.startInTerminal(machine),
  end: () => undefined,
};

let display: Display | null = null;
const desktop: Host = {
  kind: "electron",
  person,
  begin: async () => {
    display = await Display.start();
  },
  start: async (machine) => {
    if (!display) throw new Error("the display comes first");
    return ElectronApp.start(machine, installElectron(), display);
  },
  end: () => display?.stop(),
};

for (const host of [browser, desktop]) {
  describeE2e(`a vault in trouble, in ${host.kind}`, [host.kind], () => {
    let machine: Machine;
    let app: TestApp;
    let recovery: RecoveryScenarios;
    let recoveryKey: string;

    beforeAll(async () => {
      await host.begin();
      machine = await Machine.start("unlocked", host.person);
      recoveryKey = await makeVault(machine);
      app = await host.start(machine);
      await app.page.getByRole("button", { name: "Unlock" }).click();
      recovery = new RecoveryScenarios(app, machine, recoveryKey);
    });

    afterAll(async () => {
      await app.stop();
      await machine.stop();
      host.end();
    });

    test("its file is gone: the newest generation goes back", () =>
      recovery.gone());
    test("its file is damaged: the newest generation goes back", () =>
      recovery.damaged());
    test("its file is older: the last generation goes back, or the older one is typed to be meant", async () => {
      await recovery.older();
      await recovery.acceptedOlder();
    });
    test("the keychain was reset: the recovery key enrols this machine again", () =>
      recovery.keychainReset());
    test("the key at hand was replaced since: the recovery key opens it", () =>
      recovery.otherKey());

    test("a backup alone, on a new machine with another home and keyring, is the whole vault", async () => {
      const written = await machine.run(["backup", "carried.backup"]);
      expect(written.code, written.stderr).toBe(0);
      const there = await Machine.start("unlocked", host.person);
      const path = join(there.folder, "carried.backup");
      copyFileSync(join(machine.folder, "carried.backup"), path);
      there.own(path);
      const fresh = await host.start(there);
      const { page } = fresh;
      await page.getByRole("button", { name: "I have a backup…" }).click();
      await page
        .getByRole("heading", { name: "Bring your vault to this machine" })
        .waitFor();
      await lookAroundZoomed(page, `${fresh.host}-new-machine`);
      await fresh.answering(recoveryKey, () => fresh.restoreBackup(path));
      await page.getByRole("grid", { name: "Contexts" }).waitFor();
      expect(await contextsOf(there)).toEqual(await contextsOf(machine));
      expect(fresh.troubles.all).toEqual([]);
      await fresh.stop();
      await there.stop();
    });

    test("the keychain is locked: the recovery key sets a passphrase, which opens it from then on", async () => {
      const elsewhere = await Machine.start("unlocked", host.person);
      const key = await makeVault(elsewhere);
      await elsewhere.keyring.restart("locked");
      const started = await host.start(elsewhere);
      await new RecoveryScenarios(started, elsewhere, key).keychainAway();
      expect(started.troubles.all).toEqual([]);
      await started.stop();
      await elsewhere.stop();
    });

    test("nothing on the way was refused by the policy, and no error is in the console", () => {
      expect(app.troubles.all).toEqual([]);
    });
  });
}
