import type { ReactNode } from "react";
import type { SessionView } from "../../../shared/core/sessions/session-view.ts";
import { ContextName } from "../names/context-name.tsx";
import { credentialText } from "./credential-text.ts";
import styles from "./sessions.module.css";

/** Whose session it is, and why: the first cell of its row. `children`: marks behind the name. */
export function ContextCell({
  session,
  children,
}: {
  readonly session: {
    readonly context: string;
    readonly reason?: string | null | undefined;
  };
  readonly children?: ReactNode;
}) {
  const { context, reason } = session;
  return (
    <td>
      <span className={styles["context"]}>
        <ContextName name={context} />
        {children}
      </span>
      {reason ? <span className={styles["soft"]}>{reason}</span> : null}
    </td>
  );
}

/** What it may do, and where it has its credential: the second cell. */
export function CredentialCell({
  session,
}: {
  readonly session: Pick<SessionView, "roles" | "credential" | "delivery">;
}) {
  return (
    <td>
      {session.roles.join(", ") || "no role"}
      <div className={styles["soft"]}>{credentialText(session)}</div>
    </td>
  );
}
