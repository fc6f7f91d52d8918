import { nativeImage, Tray, type MenuItemConstructorOptions } from "electron";
import type { HostEvent } from "../../shared/contract/events.ts";
import type { WireResult } from "../../shared/contract/wire.ts";
import type { TerminalProgram } from "../../shared/core/sessions/dashboard-command.ts";
import type { Host } from "../../shared/host/host.ts";
import icon from "../../build/icons/32x32.png?inline";
import type { MainWindow } from "./main-window.ts";
import { menuName, setToolTip, setTrayMenu } from "./native-text.ts";
import {
  trayMenu,
  trayTip,
  type TrayDeed,
  type TrayItem,
} from "./tray-menu.ts";

/** The time that is left is told to the minute. */
const redrawMs = 60_000;
/** Events after which the menu may say something else. */
const drawnAfter: ReadonlySet<HostEvent["kind"]> = new Set([
  "vault",
  "contexts",
  "sessions",
  "state",
] as const);

/** The tray: what is in its menu is said by `trayMenu`, and what a click does by `doIt`. */
export function showTray(host: Host, window: MainWindow): Tray {
  const tray = new Tray(nativeImage.createFromDataURL(icon));
  tray.on("click", () => window.show());
  let sessionsShown = 0;
  let turn = 0;
  const draw = async (): Promise<void> => {
    const mine = ++turn;
    const [contexts, sessions] = await Promise.all([
      host.ask("contexts.for-menu", {}),
      host.ask("sessions.list", {}),
    ]);
    // A lock may have fallen since: what was asked before it is not shown after it.
    if (mine !== turn) return;
    const facts = {
      isUnlocked: host.isUnlocked,
      contexts: contexts.ok ? contexts.value.rows : [],
      total: contexts.ok ? contexts.value.total : 0,
      sessions: sessions.ok ? sessions.value : [],
      now: new Date(),
    };
    sessionsShown = facts.sessions.length;
    setToolTip(tray, trayTip(facts));
    setTrayMenu(
      tray,
      trayMenu(facts).map((item) => menuItem(item, host, window)),
    );
  };
  host.listen(({ kind }) => {
    if (drawnAfter.has(kind)) void draw();
  });
  setInterval(() => {
    if (sessionsShown > 0) void draw();
  }, redrawMs).unref();
  void draw();
  return tray;
}

function menuItem(
  item: TrayItem,
  host: Host,
  window: MainWindow,
): MenuItemConstructorOptions {
  if (item === "separator") return { type: "separator" };
  const { label, deed, isChosen, items } = item;
  return {
    label: menuName(label),
    enabled: deed !== null || items !== undefined,
    ...(isChosen === undefined ? {} : { type: "radio", checked: isChosen }),
    ...(items
      ? { submenu: items.map((one) => menuItem(one, host, window)) }
      : {}),
    ...(deed ? { click: () => void doIt(deed, host, window) } : {}),
  };
}

async function doIt(
  deed: TrayDeed,
  host: Host,
  window: MainWindow,
): Promise<void> {
  switch (deed.do) {
    case "use":
      return shown(window, await host.ask("contexts.use", { name: deed.context })); // prettier-ignore
    case "terminal":
      return terminal(host, window, deed.context, deed.runs);
    case "join":
      return shown(window, await host.ask("sessions.open-terminal", { id: deed.id, runs: deed.runs })); // prettier-ignore
    case "end":
      return shown(window, await host.ask("sessions.end", { id: deed.id }));
    case "end-all":
      return shown(window, await host.ask("sessions.end-all", {}));
    case "unlock":
      window.show();
      return void host.ask("vault.unlock", { with: "keychain" });
    case "more":
      window.show();
      return host.show("palette");
    case "lock":
      return host.lock("You locked it.");
    case "show":
      return window.show();
    case "quit":
      return window.askToQuit();
  }
}

/** What has to be asked first, such as a reason, is asked in the window; what did not work is said there. */
async function terminal(
  host: Host,
  window: MainWindow,
  context: string,
  runs: TerminalProgram,
): Promise<void> {
  const { ok } = await openTerminal(host, context, runs);
  if (ok) return;
  window.show("contexts");
  host.askForTerminal({ context, runs });
}

/** A session with the context's defaults. */
async function openTerminal(
  host: Host,
  context: string,
  runs: TerminalProgram,
): Promise<WireResult<unknown>> {
  const started = await host.ask("sessions.start", {
    context,
    delivery: "best",
    isFollowing: false,
  });
  if (!started.ok) return started;
  const { id } = started.value.session;
  const opened = await host.ask("sessions.open-terminal", { id, runs });
  if (!opened.ok) await host.ask("sessions.end", { id });
  return opened;
}

/** What did not work is not silent: the window comes, on the page of sessions, where it can be done with all its questions. */
function shown(window: MainWindow, { ok }: WireResult<unknown>): void {
  if (!ok) window.show("sessions");
}
