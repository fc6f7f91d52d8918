import { useState } from "react";
import type { RestoreQuestion } from "../../../shared/contract/vault.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import type { Action } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { useToasts } from "../../ui/toasts.tsx";

/** A restore with its question: where nothing is there yet that it could take the place of, nobody is asked. */
export function useRestore(
  { run, ifShown }: Pick<Action, "run" | "ifShown">,
  onDone?: () => void,
): {
  readonly ask: (source: RequestOf<"vault.ask-restore">) => void;
  readonly question: RestoreQuestion | null;
  readonly close: () => void;
} {
  const call = useCall();
  const toasts = useToasts();
  const [question, setQuestion] = useState<RestoreQuestion | null>(null);
  const goOn = (token: string) =>
    void run(call("vault.restore", { kind: "asked", token }), (restored) => {
      if (onDone) ifShown(onDone);
      toasts.show({
        tone: "info",
        text: `Restored: ${countOf(restored?.contexts ?? 0, "context")}.`,
      });
    });
  return {
    ask: (source) =>
      void run(call("vault.ask-restore", source), (asked) => {
        if (!asked) return;
        // Whoever left it by now means it no more.
        if (asked.replaces) setQuestion(asked);
        else ifShown(() => goOn(asked.token));
      }),
    question,
    close: () => {
      setQuestion(null);
      onDone?.();
    },
  };
}
