import type { ComponentProps } from "react";
import type { SessionView } from "../../../shared/core/sessions/session-view.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Badge } from "../../ui/badge.tsx";
import { TableRow } from "../../ui/grid.tsx";
import type { ListedSession } from "../../../shared/contract/sessions.ts";
import { Moment } from "../times/moment.tsx";
import type { SessionKind } from "../../../shared/core/sessions/lease.ts";
import { ContextName } from "../names/context-name.tsx";
import { useNow } from "../times/now.ts";
import { Countdown } from "./countdown.tsx";
import { SessionCommands } from "./session-commands.tsx";
import styles from "./sessions.module.css";

const credentialWords: Readonly<Record<SessionView["credential"], string>> = {
  derived: "made for this session",
  stored: "the context's own key",
};
const deliveryWords: Readonly<Record<SessionView["delivery"], string>> = {
  fd: "in memory only",
  file: "in a private file",
  gateway: "behind a gateway",
};

const origins: Readonly<Record<SessionKind, string>> = {
  window: "from the window",
  exec: "exec",
  shell: "shell",
  env: "env",
};

/** `pts/3 · exec · agent claude` */
function originOf({ program, kind, agent }: ListedSession): string {
  return [
    program?.terminal ?? "",
    kind === null ? "" : origins[kind],
    agent === null ? "" : `agent ${agent}`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

const second = 1000;

export function SessionRow({
  session,
  view,
  isWatched,
  onWatch,
}: Omit<ComponentProps<typeof SessionCommands>, "session"> & {
  readonly session: ListedSession;
}) {
  const { context, roles, credential, delivery, reason, isFollowing } = session;
  const now = useNow(second);
  const call = useCall();
  const { run } = useAction();
  const openTerminal = () =>
    void run(call("sessions.open-terminal", { id: session.id }));
  const isActive =
    session.state === "active" && Date.parse(session.expiresAt) > now;
  return (
    <TableRow id={session.id} onUse={isActive ? openTerminal : undefined}>
      <td>
        <span className={styles["context"]}>
          <ContextName name={context} />
          {isFollowing ? <Badge tone="accent">follows</Badge> : null}
        </span>
        {reason ? <span className={styles["soft"]}>{reason}</span> : null}
      </td>
      <td>
        {roles.join(", ") || "no role"}
        <div className={styles["soft"]}>
          {credentialWords[credential]} · {deliveryWords[delivery]}
        </div>
      </td>
      <td>
        <span title={`process ${String(session.pid)}`}>
          {session.program?.name ?? "no shell yet"}
        </span>
        <div className={styles["soft"]}>{originOf(session)}</div>
      </td>
      <td>
        {isActive ? <Countdown until={session.expiresAt} /> : "ended"}
        <div className={styles["soft"]}>
          since <Moment as="clock" at={session.startedAt} now={now} />
        </div>
      </td>
      <td>
        {isActive ? (
          <SessionCommands
            session={session}
            view={view}
            isWatched={isWatched}
            onWatch={onWatch}
          />
        ) : null}
      </td>
    </TableRow>
  );
}
