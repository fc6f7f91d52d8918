import { useState, type ReactNode } from "react";
import type { RequestOf } from "../../../shared/contract/index.ts";
import type { WireError } from "../../../shared/contract/wire.ts";
import { useAction, useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { useCommand } from "./use-command.ts";

/** Starts a session, then opens a terminal with it or copies the command that joins it. */
export function useStart(onClose: () => void): {
  readonly start: (
    how: "terminal" | "copy",
    request: RequestOf<"sessions.start">,
  ) => void;
  readonly isBusy: boolean;
  /** Why there is no session. */
  readonly problem: WireError | null;
  readonly dialog: ReactNode;
} {
  const call = useCall();
  const toasts = useToasts();
  const { run, isBusy, problem } = useDialogAction();
  const { run: runAfter } = useAction();
  const { copy, dialog } = useCommand(onClose);
  const [isStarted, setIsStarted] = useState(false);
  const start = (
    how: "terminal" | "copy",
    request: RequestOf<"sessions.start">,
  ) =>
    void run(call("sessions.start", request), ({ session, notices }) => {
      // Such as: no node answered, and it is the own key instead.
      for (const text of notices) toasts.show({ tone: "warning", text });
      setIsStarted(true);
      if (how === "copy") return copy(session.id);
      void runAfter(call("sessions.open-terminal", { id: session.id }), () =>
        toasts.show({
          tone: "info",
          text: `A terminal has ${session.context}.`,
        }),
      ).then((isOpen) =>
        // Without a terminal nobody could use it.
        isOpen ? null : call("sessions.end", { id: session.id }),
      );
      return onClose();
    });
  return { start, isBusy: isBusy || isStarted, problem, dialog };
}
