import type { ComponentProps } from "react";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Badge } from "../../ui/badge.tsx";
import { TableRow } from "../../ui/grid.tsx";
import type { ListedSession } from "../../../shared/contract/sessions.ts";
import { Moment } from "../times/moment.tsx";
import type { SessionKind } from "../../../shared/core/sessions/lease.ts";
import { ContextName } from "../names/context-name.tsx";
import { useNow } from "../times/now.ts";
import { credentialText } from "./credential-text.ts";
import { Countdown } from "./countdown.tsx";
import { SessionCommands } from "./session-commands.tsx";
import styles from "./sessions.module.css";

const origins: Readonly<Record<SessionKind, string>> = {
  window: "from the window",
  exec: "exec",
  shell: "shell",
  env: "env",
};

/** What a search looks for words in. */
export function searchedIn(session: ListedSession): readonly string[] {
  const { context, roles, reason, program } = session;
  return [
    context,
    ...roles,
    reason ?? "",
    program?.name ?? "",
    originOf(session),
  ];
}

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
  const { context, roles, reason, isFollowing } = session;
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
        <div className={styles["soft"]}>{credentialText(session)}</div>
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
