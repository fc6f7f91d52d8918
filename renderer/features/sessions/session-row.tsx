import type { ComponentProps } from "react";
import type { SessionView } from "../../../shared/core/sessions/session-view.ts";
import { Badge } from "../../ui/badge.tsx";
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

const second = 1000;

export function SessionRow({
  session,
  view,
  isWatched,
  onWatch,
}: ComponentProps<typeof SessionCommands>) {
  const { context, roles, credential, delivery, reason, isFollowing } = session;
  const now = useNow(second);
  const isActive =
    session.state === "active" && Date.parse(session.expiresAt) > now;
  return (
    <tr>
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
      <td className={styles["soft"]}>{session.pid}</td>
      <td>{isActive ? <Countdown until={session.expiresAt} /> : "ended"}</td>
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
    </tr>
  );
}
