import { useState } from "react";
import type { RequestOf } from "../../../shared/contract/index.ts";
import { useCall, useHostEvent } from "../../bridge/client.tsx";
import type { Progress } from "./renewal-draft.ts";

/** A renewal and how far it is. What is refused stays on show, with its next step. */
export function useRenewal(name: string): {
  readonly progress: Progress | null;
  readonly isRunning: boolean;
  readonly renew: (order: RequestOf<"renewals.renew">) => void;
} {
  const call = useCall();
  const [progress, setProgress] = useState<Progress | null>(null);
  const isRunning = progress !== null && progress.result === null;
  useHostEvent((event) => {
    if (event.kind !== "renewing" || event.context !== name || !isRunning)
      return;
    const { step } = event;
    setProgress((before) => before && { ...before, step });
  });
  const renew = (order: RequestOf<"renewals.renew">) => {
    setProgress({ step: null, result: null });
    void call("renewals.renew", order).then((result) =>
      setProgress((before) => ({ step: before?.step ?? null, result })),
    );
  };
  return { progress, isRunning, renew };
}
