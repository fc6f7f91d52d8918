import type { ReactNode } from "react";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { go, type Route } from "../../routes.ts";
import {
  AuthorityIcon,
  ContextsIcon,
  ExpiryIcon,
  FindingsIcon,
  ImportIcon,
  LedgerIcon,
  LockIcon,
  RolesIcon,
  SearchIcon,
  SessionsIcon,
  SettingsIcon,
  ShieldIcon,
} from "../../ui/icons.ts";
import { ContextName } from "../context-name.tsx";
import { useCurrentRow } from "../rows/index.ts";
import type { VaultView } from "../vault-view.ts";
import styles from "./shell.module.css";

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
  const running = view.sessions.filter(({ state }) => state === "active");
  const key = view.state.platform === "darwin" ? "⌘K" : "Ctrl K";
  return (
    <nav className={styles["side"]} aria-label="Main">
      <div className={styles["mark"]}>
        <ShieldIcon aria-hidden />
        Talos Vault
      </div>
      <Current />
      <button type="button" className={styles["link"]} onClick={onPalette}>
        <SearchIcon aria-hidden />
        <span>Switch to…</span>
        <kbd className={styles["count"]}>{key}</kbd>
      </button>
      <PageLink
        page="contexts"
        route={route}
        icon={<ContextsIcon aria-hidden />}
        count={view.contexts.length}
      >
        Contexts
      </PageLink>
      <PageLink
        page="sessions"
        route={route}
        icon={<SessionsIcon aria-hidden />}
        count={running.length}
      >
        Sessions
      </PageLink>
      <PageLink page="expiry" route={route} icon={<ExpiryIcon aria-hidden />}>
        Expiry
      </PageLink>
      <PageLink page="roles" route={route} icon={<RolesIcon aria-hidden />}>
        Roles
      </PageLink>
      <PageLink
        page="authorities"
        route={route}
        icon={<AuthorityIcon aria-hidden />}
      >
        Authorities
      </PageLink>
      <PageLink page="ledger" route={route} icon={<LedgerIcon aria-hidden />}>
        Ledger
      </PageLink>
      <PageLink
        page="findings"
        route={route}
        icon={<FindingsIcon aria-hidden />}
      >
        Findings
      </PageLink>
      <PageLink page="import" route={route} icon={<ImportIcon aria-hidden />}>
        Import
      </PageLink>
      <div className={styles["spacer"]} />
      <PageLink
        page="settings"
        route={route}
        icon={<SettingsIcon aria-hidden />}
      >
        Settings
      </PageLink>
      <button
        type="button"
        className={styles["link"]}
        onClick={() => void run(call("vault.lock", {}))}
      >
        <LockIcon aria-hidden />
        <span>Lock</span>
      </button>
    </nav>
  );
}

/** The current context is unmistakable, and one marked production doubly so. */
function Current() {
  const current = useCurrentRow();
  return (
    <button
      type="button"
      className={styles["current"]}
      data-production={current?.production ?? false}
      onClick={() => go({ page: "contexts", name: current?.name ?? null })}
    >
      <span className={styles["currentLabel"]}>
        Current context
        {current?.production ? (
          <span className={styles["production"]}>production</span>
        ) : null}
      </span>
      <span className={styles["currentName"]}>
        {current ? <ContextName isPlain name={current.name} /> : "none"}
      </span>
    </button>
  );
}

function PageLink({
  page,
  route,
  icon,
  count,
  children,
}: {
  readonly page: Route["page"];
  readonly route: Route;
  readonly icon: ReactNode;
  readonly count?: number;
  readonly children: ReactNode;
}) {
  return (
    <a
      href={`#/${page}`}
      className={styles["link"]}
      aria-current={route.page === page ? "page" : undefined}
    >
      {icon}
      <span>{children}</span>
      {count ? (
        <span className={styles["count"]}>{count.toLocaleString("en")}</span>
      ) : null}
    </a>
  );
}
