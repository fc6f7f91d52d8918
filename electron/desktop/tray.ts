import { app, nativeImage, Tray } from "electron";
import { calledName, fewNames } from "../../shared/core/few-names.ts";
import type { MenuItemConstructorOptions } from "electron";
import type { ContextRow } from "../../shared/contract/contexts.ts";
import type { HostEvent } from "../../shared/contract/events.ts";
import type { SessionView } from "../../shared/core/sessions/session-view.ts";
import type { Host } from "../../shared/host/host.ts";
import icon from "../../build/icons/32x32.png?inline";
import type { MainWindow } from "./main-window.ts";
import { menuName, setToolTip, setTrayMenu } from "./native-text.ts";

const contextsShown = 15;
/** Events after which the menu may say something else. */
const drawnAfter: ReadonlySet<HostEvent["kind"]> = new Set([
  "vault",
  "contexts",
  "sessions",
  "state",
] as const);

/** The menu of the tray: the current context, others to switch to, running sessions to end, lock. */
export function showTray(host: Host, window: MainWindow): Tray {
  const tray = new Tray(nativeImage.createFromDataURL(icon));
  tray.on("click", () => window.show());
  const draw = async (): Promise<void> => {
    const [contexts, sessions] = await Promise.all([
      host.ask("contexts.list", {}),
      host.ask("sessions.list", {}),
    ]);
    const rows = contexts.ok ? contexts.value : [];
    const current = rows.find((row) => row.current)?.name ?? null;
    setToolTip(tray, current ? `Talos Vault: ${current}` : "Talos Vault");
    setTrayMenu(tray, [
      ...contextItems(host, rows),
      ...sessionItems(host, sessions.ok ? sessions.value : []),
      { type: "separator" },
      { label: "Show Talos Vault", click: () => window.show() },
      {
        label: "Lock",
        enabled: host.isUnlocked,
        click: () => void host.lock("You locked it."),
      },
      {
        label: "Quit",
        click: () => window.browserWindow?.close() ?? app.quit(),
      },
    ]);
  };
  host.listen(({ kind }) => {
    if (drawnAfter.has(kind)) void draw();
  });
  void draw();
  return tray;
}

function contextItems(
  host: Host,
  rows: readonly ContextRow[],
): readonly MenuItemConstructorOptions[] {
  if (!host.isUnlocked) return [{ label: "Locked", enabled: false }];
  const first = rows
    .toSorted((a, b) => weight(b) - weight(a))
    .slice(0, contextsShown);
  return [
    ...first.map((row): MenuItemConstructorOptions => ({
      label:
        menuName(calledName(row.name)) +
        (row.production ? " (production)" : "") +
        (row.looksLike.length > 0
          ? ` (looks like ${menuName(fewNames(row.looksLike))})`
          : ""),
      type: "radio",
      checked: row.current,
      click: () => void host.ask("contexts.use", { name: row.name }),
    })),
    ...(rows.length > first.length
      ? [{ label: "More…", click: () => host.show("palette") }]
      : []),
  ];
}

/** The current one first, then favourites, then those used last. */
function weight({ current, favorite, lastUsedAt }: ContextRow): number {
  const used = lastUsedAt ? Date.parse(lastUsedAt) : 0;
  return (current ? 2e15 : 0) + (favorite ? 1e15 : 0) + used;
}

function sessionItems(
  host: Host,
  sessions: readonly SessionView[],
): readonly MenuItemConstructorOptions[] {
  const running = sessions.filter(({ state }) => state === "active");
  if (running.length === 0) return [];
  return [
    { type: "separator" },
    ...running.map(({ id, context }): MenuItemConstructorOptions => ({
      label: `End the session with ${menuName(context)}`,
      click: () => void host.ask("sessions.end", { id }),
    })),
  ];
}
