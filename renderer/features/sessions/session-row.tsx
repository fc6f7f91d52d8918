import type { ComponentProps } from "react";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Badge } from "../../ui/badge.tsx";
import { TableRow } from "../../ui/grid.tsx";
import type { ListedSession } from "../../../shared/contract/sessions.ts";
import { Moment } from "../times/moment.tsx";
import type { SessionKind } from "../../../shared/core/sessions/lease.ts";
import { useNow } from "../times/now.ts";
import { Countdown } from "./countdown.tsx";
import { ContextCell, CredentialCell } from "./session-cells.tsx";
import { SessionCommands } from "./session-commands.tsx";
import styles from "./sessions.module.css";

const origins: Readonly<Record<SessionKind, string>> = {
  window: "from the window",
  exec: "exec",
  shell: "shell",
  env: "env",
};

/** `now`: milliseconds since 1970. */
export function isRunning(
  { state, expiresAt }: ListedSession,
  now: number,
): boolean {
  return state === "active" && Date.parse(expiresAt) > now;
}

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
  const now = useNow(second);
  const call = useCall();
  const { run } = useAction();
  const openTerminal = () =>
    void run(call("sessions.open-terminal", { id: session.id }));
  const isActive = isRunning(session, now);
  return (
    <TableRow id={session.id} onUse={isActive ? openTerminal : undefined}>
      <ContextCell session={session}>
        {session.isFollowing ? <Badge tone="accent">follows</Badge> : null}
      </ContextCell>
      <CredentialCell session={session} />
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
