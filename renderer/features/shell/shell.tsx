// The frame around every page of an open vault: sidebar, current context, help, keys.
// Keep: It decides nothing: where a page leads is in routes.ts, and which keys in contract/shortcuts.ts.
import {
  memo,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useState,
} from "react";
import {
  isHelpTopic,
  type Destination,
  type HostEvent,
} from "../../../shared/contract/events.ts";
import type { SettingsPage as SettingsReply } from "../../../shared/contract/settings.ts";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import type { ListedSession } from "../../../shared/contract/sessions.ts";
import type { AppState } from "../../../shared/contract/vault.ts";
import { useAnswer, useCall, useHostEvent } from "../../bridge/client.tsx";
import { go, useRoute, type Route } from "../../routes.ts";
import { isUnderLayer, useShortcuts } from "../../keyboard/layers.ts";
import { Problem } from "../../ui/notice.tsx";
import { Progress } from "../../ui/progress.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { ActivityPage } from "../audit/index.ts";
import { AuthoritiesPage } from "../authorities/index.ts";
import { ApprovalSheet } from "../consent/index.ts";
import { ContextNames } from "../names/context-name.tsx";
import { ContextActionsProvider } from "../contexts/actions/index.ts";
import { ContextsPage } from "../contexts/index.ts";
import { ExpiryPage } from "../renewal/expiry/index.ts";
import { useHelp } from "../help/index.ts";
import { FindingsPage } from "../findings/index.ts";
import { ImportPage, useArrivals, type Arrivals } from "../imports/index.ts";
import { Palette } from "../palette/index.ts";
import { ChosenAction } from "../actions/index.ts";
import { useLoadedRows } from "../rows/index.ts";
import { RolesPage } from "../roles/index.ts";
import { SessionsPage } from "../sessions/index.ts";
import { SettingsPage } from "../settings/index.ts";
import type { VaultView } from "../vault-view.ts";
import { PageTitle } from "./page-title.tsx";
import { Sidebar } from "./sidebar.tsx";
import styles from "./shell.module.css";
import { withCommas } from "../../../shared/core/counted-noun.ts";

/** The open vault: navigation on the left, a page on the right, the palette above. */
export function Shell({
  state,
  settings,
}: {
  readonly state: AppState;
  readonly settings: SettingsReply;
}) {
  const { rows, error } = useLoadedRows();
  const sessions = useAnswer("sessions.list", {}, ["sessions"]);
  const route = useRoute();
  const toasts = useToasts();
  const call = useCall();
  const arrivals = useArrivals();
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const visit = useCallback((to: Destination) => {
    if (to === "palette") setIsPaletteOpen(true);
    else go(to === "contexts" ? { page: to, name: null } : { page: to });
  }, []);
  useHostEvent((event) => {
    if (event.kind === "go" && !isHelpTopic(event.to) && !isUnderLayer())
      visit(event.to);
    if (event.kind === "notice")
      toasts.show({
        tone: event.tone,
        text: event.title,
        next: <NoticeText {...event} />,
      });
  });
  // What went wrong on a page is no news on the next one.
  useEffect(() => {
    const clear = () => toasts.clear("error");
    window.addEventListener("hashchange", clear);
    return () => window.removeEventListener("hashchange", clear);
  }, [toasts]);
  const help = useHelp();
  useShortcuts((deed) => {
    if (deed === "lock") void call("vault.lock", {});
    else if (deed === "help" || deed === "shortcuts") help(deed);
    else visit(deed);
  });
  const view = useView(state, settings, rows, sessions.value);
  if (error && !rows) return <Problem error={error} />;
  if (!view) return <Progress label="Reading the vault" />;
  return (
    <ContextActionsProvider view={view}>
      <div className={styles["shell"]}>
        <PageTitle route={route} />
        <Sidebar view={view} route={route} onPalette={() => visit("palette")} />
        {/* Where the focus goes when what had it is gone. */}
        <main className={styles["main"]} tabIndex={-1}>
          <CurrentPage route={route} view={view} arrivals={arrivals} />
          {arrivals.isOver ? (
            <p className={styles["over"]}>Drop the files to import them</p>
          ) : null}
        </main>
        {isPaletteOpen ? (
          <Palette view={view} onClose={() => setIsPaletteOpen(false)} />
        ) : null}
        <ChosenAction view={view} />
        <ApprovalSheet />
      </div>
    </ContextActionsProvider>
  );
}

/** The contexts that it is about, the first few of many, and what is so of them. */
function NoticeText({
  contexts = [],
  text,
}: Pick<Extract<HostEvent, { kind: "notice" }>, "contexts" | "text">) {
  const rest = contexts.length - noticed;
  return (
    <>
      <ContextNames names={contexts.slice(0, noticed)} />
      {rest > 0 ? ` and ${withCommas(rest)} more` : ""}
      {contexts.length > 0 && text !== "" ? ": " : ""}
      {text}
    </>
  );
}

const noticed = 5;

/**
 * What the pages show. A click is answered by the row that it is about; what goes through all rows comes after it
 * (docs/decisions/0047). Null: main has not said yet.
 */
function useView(
  state: AppState,
  { settings, settingsProblem, terminals }: SettingsReply,
  rows: readonly ListedContext[] | null,
  sessions: readonly ListedSession[] | null,
): VaultView | null {
  const contexts = useDeferredValue(rows);
  return useMemo(
    () =>
      contexts && sessions
        ? { state, settings, settingsProblem, terminals, contexts, sessions }
        : null,
    [state, settings, settingsProblem, terminals, contexts, sessions],
  );
}

const CurrentPage = memo(function CurrentPage({
  route,
  view,
  arrivals,
}: {
  readonly route: Route;
  readonly view: VaultView;
  readonly arrivals: Arrivals;
}) {
  switch (route.page) {
    case "contexts":
      return (
        <ContextsPage view={view} selected={route.name} arrivals={arrivals} />
      );
    case "expiry":
      return <ExpiryPage view={view} />;
    case "sessions":
      return <SessionsPage view={view} />;
    case "roles":
      return <RolesPage view={view} />;
    case "authorities":
      return <AuthoritiesPage view={view} />;
    case "activity":
      return <ActivityPage view={view} route={route} />;
    case "findings":
      return <FindingsPage view={view} />;
    case "import":
      return <ImportPage view={view} arrivals={arrivals} />;
    case "settings":
      return <SettingsPage view={view} />;
  }
});
