import { useState } from "react";
import type { SessionView } from "../../../shared/core/sessions/session-view.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { go } from "../../routes.ts";
import { Button } from "../../ui/button.tsx";
import {
  ActivityIcon,
  CopyIcon,
  DashboardIcon,
  MoreIcon,
  TerminalIcon,
  TimerIcon,
} from "../../ui/icons.ts";
import { Menu } from "../../ui/menu.tsx";
import { useWarnings } from "../use-warnings.ts";
import type { VaultView } from "../vault-view.ts";
import { EndButton } from "./end-button.tsx";
import { RepointDialog } from "./repoint-dialog.tsx";
import styles from "./sessions.module.css";
import { useCommand } from "./use-command.ts";

const extensions = [
  ["15 minutes from now", 15 * 60],
  ["1 hour from now", 60 * 60],
  ["8 hours from now", 8 * 60 * 60],
] as const;

/** What can be done with a session that runs. */
export function SessionCommands({
  session,
  view,
  isWatched,
  onWatch,
}: {
  readonly session: SessionView;
  readonly view: VaultView;
  /** Its calls are shown. */
  readonly isWatched: boolean;
  readonly onWatch: () => void;
}) {
  const [isRepointing, setIsRepointing] = useState(false);
  const { items, dialog } = useItems(session, () => setIsRepointing(true));
  return (
    <div className={styles["actions"]}>
      {session.delivery === "gateway" ? (
        <Button
          size="small"
          aria-label={`Calls of the session with ${session.context}`}
          aria-expanded={isWatched}
          onClick={onWatch}
        >
          Calls
        </Button>
      ) : null}
      <EndButton
        session={session}
        size="small"
        aria-label={`End the session with ${session.context}`}
      >
        End
      </EndButton>
      <Menu
        label={`More about the session with ${session.context}`}
        trigger={<MoreIcon aria-hidden />}
        look={{ tone: "quiet", size: "small", isIcon: true }}
        items={items}
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

/** The entries of its menu, and the dialog of one of them. */
function useItems({ id, delivery }: SessionView, onRepoint: () => void) {
  const call = useCall();
  const { run } = useAction();
  const { copy, dialog } = useCommand();
  const tellWarnings = useWarnings();
  const items = [
    {
      text: "Open a terminal",
      icon: <TerminalIcon aria-hidden />,
      onSelect: () => void run(call("sessions.open-terminal", { id })),
    },
    {
      text: "Open the dashboard",
      icon: <DashboardIcon aria-hidden />,
      onSelect: () =>
        void run(call("sessions.open-terminal", { id, runs: "dashboard" })),
    },
    {
      text: "Copy the command",
      icon: <CopyIcon aria-hidden />,
      onSelect: () => copy(id),
    },
    {
      text: "Activity of this session",
      icon: <ActivityIcon aria-hidden />,
      onSelect: () =>
        go({ page: "activity", about: { kind: "session", name: id } }),
    },
    // A gateway keeps the cluster and the time that it began with.
    ...(delivery === "gateway"
      ? []
      : [
          ...extensions.map(([text, seconds]) => ({
            text: `End ${text}`,
            icon: <TimerIcon aria-hidden />,
            onSelect: () =>
              void run(call("sessions.extend", { id, seconds }), tellWarnings),
          })),
          {
            text: "Re-point to another context…",
            onSelect: () => onRepoint(),
          },
        ]),
  ];
  return { items, dialog };
}
