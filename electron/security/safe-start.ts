import { app } from "electron";
import { sayOnStderr } from "../desktop/stderr.ts";

/** Switches that take a wall away, whoever passes them. */
const never = ["no-sandbox", "disable-web-security", "single-process"];
/** Switches that developers and tests need, and an installed app does not. */
const notInstalled = [
  "disable-setuid-sandbox",
  "remote-debugging-port",
  "remote-debugging-pipe",
  "remote-allow-origins",
  "inspect",
  "inspect-brk",
  "inspect-port",
  "js-flags",
  "load-extension",
  "host-rules",
  "host-resolver-rules",
  "ignore-certificate-errors",
  "proxy-server",
  "user-data-dir",
];
const refused = 1;

/** Ends the app at once when it was started with a wall taken away. */
export function refuseUnsafeStart(): void {
  const unsafe = [...never, ...(app.isPackaged ? notInstalled : [])].filter(
    (name) => app.commandLine.hasSwitch(name),
  );
  if (unsafe.length > 0) {
    sayOnStderr([
      `talos-vault: refused to start with --${unsafe.join(", --")}.`,
      "  Start it without; as root, start it as yourself instead.",
    ]);
    process.exit(refused);
  }
  // Chromium itself resolves no name: only Node talks to the network, and only to what the user named.
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
}
