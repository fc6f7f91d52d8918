import { Machine } from "../cli/harness.ts";
import { BrowserApp } from "./browser-app.ts";
import { firstRun, importFile } from "./scenarios.ts";

/** A machine of its own with the page in a browser, on the list of the contexts of this talosconfig. */
export async function startWithContexts(talosconfig: string): Promise<{
  readonly machine: Machine;
  readonly app: BrowserApp;
}> {
  const machine = await Machine.start();
  const app = await BrowserApp.start(machine);
  await firstRun(app);
  await importFile(app, machine.file("talosconfig", talosconfig));
  return { machine, app };
}
