import { useState, type ReactNode } from "react";
import { lifeText } from "../../../shared/core/moment-text.ts";
import type { TerminalProgram } from "../../../shared/core/sessions/dashboard-command.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import type { WireError } from "../../../shared/contract/wire.ts";
import { useAction, useDialogAction } from "../../bridge/action.ts";
import { useAttempt } from "../../bridge/attempt.ts";
import { useCall } from "../../bridge/client.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { about } from "../names/context-name.tsx";
import { useWarnings } from "../use-warnings.ts";
import { useCommand } from "./use-command.ts";

/** Starts a session, then opens a terminal with it or copies the command that joins it. */
export function useStart(onClose: () => void): {
  readonly start: (
    how: TerminalProgram | "copy",
    request: RequestOf<"sessions.start">,
  ) => void;
  readonly isBusy: boolean;
  /** Why there is no session. */
  readonly problem: WireError | null;
  /** There is no session in the end. */
  readonly cancel: () => void;
  readonly dialog: ReactNode;
} {
  const call = useCall();
  const toasts = useToasts();
  const tellWarnings = useWarnings();
  const { run, ifShown, isBusy, problem } = useDialogAction();
  const { run: runAfter } = useAction();
  const { copy, dialog } = useCommand(onClose);
  const attempt = useAttempt();
  const [isStarted, setIsStarted] = useState(false);
  const start = (
    how: TerminalProgram | "copy",
    request: RequestOf<"sessions.start">,
  ) => {
    const { name, isCancelled } = attempt.begin();
    const starting = call("sessions.start", { ...request, attempt: name });
    void run(starting, ({ session, warnings }) => {
      const end = () => call("sessions.end", { id: session.id });
      // It had begun by the time main heard of it.
      if (isCancelled()) return void end();
      tellWarnings({ warnings });
      setIsStarted(true);
      if (how === "copy") return copy(session.id);
      const opening = { id: session.id, runs: how };
      void runAfter(call("sessions.open-terminal", opening), () =>
        toasts.show({
          tone: "info",
          text: about(
            "A terminal has ",
            session.context,
            ` ${lifeText(new Date(session.expiresAt), new Date())}.`,
          ),
        }),
      ).then((isOpen) =>
        // Without a terminal nobody could use it.
        isOpen ? null : end(),
      );
      return ifShown(onClose);
    }).then(() => (isCancelled() ? null : attempt.end()));
  };
  const cancel = () => {
    if (attempt.cancel())
      toasts.show({
        tone: "info",
        text: "Cancelled: no session was started.",
      });
  };
  return { start, isBusy: isBusy || isStarted, problem, cancel, dialog };
}
