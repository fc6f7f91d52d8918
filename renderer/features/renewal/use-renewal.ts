import { useState } from "react";
import type { RequestOf } from "../../../shared/contract/index.ts";
import type { WireResult } from "../../../shared/contract/wire.ts";
import { useAttempt } from "../../bridge/attempt.ts";
import { useCall, useHostEvent } from "../../bridge/client.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { about } from "../names/context-name.tsx";
import { useUndo } from "../use-undo.ts";
import type { Progress, Renewed } from "./renewal-draft.ts";

/** A renewal and how far it is. What is refused stays on show, with its next step. */
export function useRenewal(name: string): {
  readonly progress: Progress | null;
  readonly isRunning: boolean;
  readonly renew: (order: RequestOf<"renewals.renew">) => void;
  /** Nothing is put in place any more, unless it is being put there already; then the person is told. */
  readonly cancel: () => void;
} {
  const call = useCall();
  const toasts = useToasts();
  const undo = useUndo();
  const attempt = useAttempt();
  const [progress, setProgress] = useState<Progress | null>(null);
  const isRunning = progress !== null && progress.result === null;
  useHostEvent((event) => {
    if (event.kind !== "renewing" || event.context !== name || !isRunning)
      return;
    const { step } = event;
    setProgress((before) => before && { ...before, step });
  });
  const tellEnd = (isRenewed: boolean) =>
    toasts.show(
      isRenewed
        ? {
            tone: "warning",
            text: about(
              "Too late to cancel: ",
              name,
              " has its new certificate.",
            ),
            action: { text: "Undo", onSelect: undo() },
          }
        : {
            tone: "info",
            text: about(
              "The renewal was cancelled; ",
              name,
              " keeps its certificate.",
            ),
          },
    );
  const renew = (order: RequestOf<"renewals.renew">) => {
    const { name: id, isCancelled } = attempt.begin();
    setProgress({ step: null, result: null });
    const end = (result: WireResult<Renewed>) => {
      attempt.end();
      setProgress((before) => ({ step: before?.step ?? null, result }));
    };
    void call("renewals.renew", { ...order, attempt: id }).then((result) =>
      isCancelled() ? tellEnd(result.ok) : end(result),
    );
  };
  return {
    progress,
    isRunning,
    renew,
    cancel: () => void attempt.cancel(),
  };
}
