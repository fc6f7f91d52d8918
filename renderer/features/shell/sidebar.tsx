import { useMemo } from "react";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import type { Route } from "../../routes.ts";
import {
  ActivityIcon,
  AuthorityIcon,
  ContextsIcon,
  ExpiryIcon,
  FindingsIcon,
  HelpIcon,
  ImportIcon,
  LockIcon,
  RolesIcon,
  SearchIcon,
  SessionsIcon,
  SettingsIcon,
  ShieldIcon,
} from "../../ui/icons.ts";
import { expiryOf } from "../times/expiry-of.ts";
import { useHelp } from "../help/index.ts";
import { useFindingsCount } from "../findings/use-findings-count.ts";
import { useNow } from "../times/now.ts";
import type { VaultView } from "../vault-view.ts";
import { CurrentContext } from "./current-context.tsx";
import { Group, PageLink, PlainItem, type PageItem } from "./sidebar-items.tsx";
import styles from "./shell.module.css";

const minute = 60_000;

/** By what one comes for. */
const groups: readonly {
  readonly title: string;
  readonly items: readonly PageItem[];
}[] = [
  {
    title: "Use",
    items: [
      { page: "contexts", text: "Contexts", Icon: ContextsIcon },
      { page: "sessions", text: "Sessions", Icon: SessionsIcon },
    ],
  },
  {
    title: "Care",
    items: [
      { page: "expiry", text: "Expiry", Icon: ExpiryIcon, isUrgent: true },
      {
        page: "findings",
        text: "Findings",
        Icon: FindingsIcon,
        isUrgent: true,
      },
    ],
  },
  {
    title: "Trust",
    items: [
      { page: "roles", text: "Roles", Icon: RolesIcon },
      { page: "authorities", text: "Authorities", Icon: AuthorityIcon },
      { page: "activity", text: "Activity", Icon: ActivityIcon },
    ],
  },
];

const below: readonly PageItem[] = [
  { page: "import", text: "Import", Icon: ImportIcon },
  { page: "settings", text: "Settings", Icon: SettingsIcon },
];

export function Sidebar({
  view,
  route,
  onPalette,
}: {
  readonly view: VaultView;
  readonly route: Route;
  readonly onPalette: () => void;
}) {
  const call = useCall();
  const { run } = useAction();
  const help = useHelp();
  const counts = useCounts(view);
  const key = view.state.platform === "darwin" ? "⌘K" : "Ctrl K";
  const link = (item: PageItem) => (
    <PageLink
      key={item.page}
      item={item}
      isHere={route.page === item.page}
      count={counts[item.page] ?? 0}
    />
  );
  return (
    <nav className={styles["side"]} aria-label="Main">
      <div className={styles["mark"]}>
        <ShieldIcon aria-hidden />
        <span className={styles["text"]}>Talos Vault</span>
      </div>
      <CurrentContext />
      <PlainItem Icon={SearchIcon} onClick={onPalette} end={key}>
        Switch to…
      </PlainItem>
      {groups.map(({ title, items }) => (
        <Group key={title} title={title}>
          {items.map(link)}
        </Group>
      ))}
      <div className={styles["spacer"]} />
      {below.map(link)}
      <PlainItem Icon={HelpIcon} onClick={() => help("help")}>
        Help
      </PlainItem>
      <PlainItem
        Icon={LockIcon}
        onClick={() => void run(call("vault.lock", {}))}
      >
        Lock
      </PlainItem>
    </nav>
  );
}

function useCounts({
  contexts,
  sessions,
}: VaultView): Partial<Record<Route["page"], number>> {
  const now = useNow(minute);
  const expiry = useMemo(
    () => contexts.filter((row) => expiryOf(row, now) !== "later").length,
    [contexts, now],
  );
  return {
    contexts: contexts.length,
    sessions: sessions.filter(({ state }) => state === "active").length,
    expiry,
    findings: useFindingsCount(),
  };
}
