import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Machine } from "../cli/harness.ts";
import { makeFleet, type Fleet } from "../doubles/fleet.ts";
import { BrowserApp } from "./browser-app.ts";
import { describeE2e } from "./describe-e2e.ts";
import { Display } from "./display.ts";
import { ElectronApp } from "./electron-app.ts";
import { installElectron } from "./electron-install.ts";
import { firstRun, importFile } from "./scenarios.ts";
import type { TestApp } from "./test-app.ts";

/** As root Chromium has no sandbox: then the app runs as nobody. */
const person = process.getuid?.() === 0 ? 65_534 : null;

/** An open vault with a fleet in it, in one of the two hosts. */
export interface OpenApp {
  readonly app: TestApp;
  readonly machine: Machine;
  readonly fleet: Fleet;
}

type Started = Omit<OpenApp, "fleet"> & {
  readonly display?: Display;
  /** There is a vault already, and it is open. */
  readonly isMade?: true;
};
/** More of the environment of the app, for this machine. */
type EnvOf = (machine: Machine, host: TestApp["host"]) => NodeJS.ProcessEnv;

interface Ways {
  readonly envOf?: EnvOf;
  /** `ui` runs in a terminal, as where a person sits. */
  readonly isInTerminal?: boolean;
  /** No test needs what an earlier one did. Then a second try begins with a vault of its own, not with what the first one left. */
  readonly standAlone?: boolean;
}

/** The same tests over an open vault with a fleet in it: in `talos-vault ui` and in the desktop app. */
export function describeInBothHosts(
  title: string,
  body: (open: () => OpenApp) => void,
  { envOf = () => ({}), isInTerminal = false, standAlone = false }: Ways = {},
): void {
  describeE2e(`${title}, in a browser`, ["chromium"], () => {
    withFleet(
      async () => {
        const machine = await Machine.start();
        if (isInTerminal) {
          // There a first run has somebody asked on the terminal, which is another test's.
          await machine.run(["init"]);
          const app = await BrowserApp.startInTerminal(
            machine,
            envOf(machine, "browser"),
          );
          await app.page.getByRole("button", { name: "Unlock" }).click();
          await app.page.getByRole("navigation").waitFor();
          await app.page.evaluate("location.hash = '#/import'");
          return { machine, app, isMade: true };
        }
        const app = await BrowserApp.start(
          machine,
          undefined,
          envOf(machine, "browser"),
        );
        return { machine, app };
      },
      body,
      standAlone,
    );
  });
  describeE2e(`${title}, in the desktop app`, ["electron"], () => {
    withFleet(
      async () => {
        const install = installElectron();
        const display = await Display.start();
        const machine = await Machine.start("unlocked", person);
        const app = await ElectronApp.start(
          machine,
          install,
          display,
          envOf(machine, "electron"),
        );
        await app.answerDialogs();
        return { machine, app, display };
      },
      body,
      standAlone,
    );
  });
}

function withFleet(
  start: () => Promise<Started>,
  body: (open: () => OpenApp) => void,
  standAlone: boolean,
): void {
  let opened: Started;
  const fleet = makeFleet();
  const troubles: string[] = [];

  const begin = async () => {
    opened = await start();
    const { app, machine } = opened;
    if (!opened.isMade) await firstRun(app);
    await importFile(app, machine.file("talosconfig", fleet.talosconfig));
  };
  const end = async () => {
    troubles.push(...opened.app.troubles.all);
    await opened.app.stop();
    await opened.machine.stop();
    opened.display?.stop();
  };

  beforeAll(begin);

  if (standAlone)
    beforeEach(async ({ task }) => {
      if ((task.result?.retryCount ?? 0) === 0) return;
      await end();
      await begin();
    });

  afterAll(end);

  body(() => ({ ...opened, fleet }));

  test("nothing was refused by the policy, and no error is in the console", () => {
    expect([...troubles, ...opened.app.troubles.all]).toEqual([]);
  });
}
