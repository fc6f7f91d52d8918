import { app } from "electron";
import { sayOnStderr } from "../desktop/stderr.ts";
import { refusedSwitches, walls } from "./switches.ts";

const refused = 1;

/** Ends the app at once when it was started with a switch that it does not start with; else takes from Chromium what it does not need. */
export function refuseUnsafeStart(): void {
  // What starts a build of a developer takes its own arguments out of argv; Chromium has them.
  const switches = [
    ...new Set([
      ...refusedSwitches(process.argv.slice(1), app.isPackaged),
      ...[...walls]
        .filter((name) => app.commandLine.hasSwitch(name))
        .map((name) => `--${name}`),
    ]),
  ];
  if (switches.length > 0) {
    sayOnStderr([
      `talos-vault: refused to start with ${switches.join(", ")}.`,
      "  Start it without; as root, start it as yourself instead.",
    ]);
    process.exit(refused);
  }
  // Chromium would make that file at once, and write the keys of every TLS connection of its own into it.
  delete process.env["SSLKEYLOGFILE"];
  // Chromium itself resolves no name: only Node talks to the network, and only to what the user named.
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
}
