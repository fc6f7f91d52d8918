import { useState } from "react";
import type { SessionView } from "../../../shared/core/sessions/session-view.ts";
import { useAction, useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { useAnnounce } from "../../ui/announcer.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import {
  CopyIcon,
  DashboardIcon,
  MoreIcon,
  TerminalIcon,
  TimerIcon,
} from "../../ui/icons.ts";
import { Menu } from "../../ui/menu.tsx";
import { ContextField } from "../fields/context-field.tsx";
import { ContextName } from "../names/context-name.tsx";
import { useNow } from "../times/now.ts";
import type { VaultView } from "../vault-view.ts";
import { Countdown } from "./countdown.tsx";
import styles from "./sessions.module.css";
import { useCommand } from "./use-command.ts";
import { useWarnings } from "../use-warnings.ts";

const credentialWords: Readonly<Record<SessionView["credential"], string>> = {
  derived: "made for this session",
  stored: "the context's own key",
};
const deliveryWords: Readonly<Record<SessionView["delivery"], string>> = {
  fd: "in memory only",
  file: "in a private file",
  gateway: "through a gateway, without the key",
};

const second = 1000;
const extensions = [
  ["15 minutes from now", 15 * 60],
  ["1 hour from now", 60 * 60],
  ["8 hours from now", 8 * 60 * 60],
] as const;

export function SessionRow({
  session,
  view,
}: {
  readonly session: SessionView;
  readonly view: VaultView;
}) {
  const { id, context, roles, credential, delivery, reason, isFollowing } =
    session;
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
        {isActive ? <Commands id={id} session={session} view={view} /> : null}
      </td>
    </tr>
  );
}

function Commands({
  id,
  session,
  view,
}: {
  readonly id: string;
  readonly session: SessionView;
  readonly view: VaultView;
}) {
  const call = useCall();
  const { run, isBusy } = useAction();
  const { copy, dialog } = useCommand();
  const tellWarnings = useWarnings();
  const announce = useAnnounce();
  const [isRepointing, setIsRepointing] = useState(false);
  return (
    <div className={styles["actions"]}>
      <Button
        size="small"
        isBusy={isBusy}
        aria-label={`End the session with ${session.context}`}
        onClick={() =>
          void run(call("sessions.end", { id }), () =>
            announce(`The session with ${session.context} has ended`),
          )
        }
      >
        End
      </Button>
      <Menu
        label={`More about the session with ${session.context}`}
        trigger={<MoreIcon aria-hidden />}
        look={{ tone: "quiet", size: "small", isIcon: true }}
        items={[
          {
            text: "Open a terminal",
            icon: <TerminalIcon aria-hidden />,
            onSelect: () => void run(call("sessions.open-terminal", { id })),
          },
          {
            text: "Open the dashboard",
            icon: <DashboardIcon aria-hidden />,
            onSelect: () =>
              void run(
                call("sessions.open-terminal", { id, runs: "dashboard" }),
              ),
          },
          {
            text: "Copy the command",
            icon: <CopyIcon aria-hidden />,
            onSelect: () => copy(id),
          },
          ...extensions.map(([text, seconds]) => ({
            text: `End ${text}`,
            icon: <TimerIcon aria-hidden />,
            onSelect: () =>
              void run(call("sessions.extend", { id, seconds }), tellWarnings),
          })),
          {
            text: "Re-point to another context…",
            onSelect: () => setIsRepointing(true),
          },
        ]}
      />
      {dialog}
      {isRepointing ? (
        <RepointDialog
          session={session}
          view={view}
          onClose={() => setIsRepointing(false)}
        />
      ) : null}
    </div>
  );
}

function RepointDialog({
  session,
  view,
  onClose,
}: {
  readonly session: SessionView;
  readonly view: VaultView;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const { run, isBusy, problem } = useDialogAction();
  const tellWarnings = useWarnings();
  const [context, setContext] = useState(session.context);
  return (
    <Dialog
      title="Re-point the session"
      onClose={onClose}
      onSubmit={() =>
        void run(
          call("sessions.repoint", { id: session.id, context }),
          (changed) => {
            tellWarnings(changed);
            onClose();
          },
        )
      }
      problem={problem}
      actions={
        <DialogActions
          isBusy={isBusy}
          onClose={onClose}
          isReady={context !== session.context}
        >
          Re-point
        </DialogActions>
      }
    >
      <ContextField
        label="Context"
        hint="The next command in that terminal goes to it."
        value={context}
        contexts={view.contexts}
        onChange={setContext}
      />
    </Dialog>
  );
}
