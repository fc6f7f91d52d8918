import { useEffect, useRef, useState } from "react";
import type { TerminalProgram } from "../../../shared/core/sessions/dashboard-command.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { about } from "../names/context-name.tsx";
import { DangerFields } from "../fields/type-name-to-confirm.tsx";
import type { VaultView } from "../vault-view.ts";
import {
  dangerOfDraft,
  firstDraft,
  requestOf,
  stored,
  waitingWords,
  type Draft,
} from "./session-draft.ts";
import { useStart } from "./use-start.ts";

const titles: Readonly<Record<TerminalProgram, string>> = {
  shell: "Terminal with ",
  dashboard: "Dashboard of ",
};
/** What takes longer than this is shown, and can be cancelled. */
const patienceMs = 300;

/**
 * A terminal with the context's defaults, at once. There is something to see only where a person has to confirm it, where
 * it takes its time, or where it fails.
 */
export function TerminalDialog({
  view,
  context,
  runs,
  onClose,
}: {
  readonly view: VaultView;
  readonly context: string;
  readonly runs: TerminalProgram;
  readonly onClose: () => void;
}) {
  const [now] = useState(() => Date.now());
  const [draft, setDraft] = useState<Draft>(() =>
    firstDraft(view, context, null, now),
  );
  const { start, isBusy, problem, cancel, dialog } = useStart(onClose);
  const danger = dangerOfDraft(view, draft);
  const request = requestOf(view, draft);
  const begin = () => {
    if (request && !isBusy) start(runs, request);
  };
  useOnce(danger === null ? begin : null);
  const isLate = useLate();
  const close = () => {
    cancel();
    onClose();
  };
  if (dialog) return dialog;
  if (danger === null && problem === null && !isLate) return null;
  return (
    <Dialog
      title={about(titles[runs], context)}
      onClose={close}
      {...(isBusy ? { waiting: waitingWords(view, draft, now) } : {})}
      onSubmit={begin}
      problem={problem}
      actions={
        danger === null && problem === null ? (
          <Button onClick={close}>Cancel</Button>
        ) : (
          <DialogActions
            isBusy={isBusy}
            isReady={request !== null}
            onClose={close}
          >
            {problem
              ? "Try again"
              : runs === "dashboard"
                ? "Open the dashboard"
                : "Open the terminal"}
          </DialogActions>
        )
      }
    >
      <p>
        {draft.credential === stored ? "Its own key" : draft.credential}, for{" "}
        {draft.lifetime}.
      </p>
      <DangerFields
        name={context}
        danger={danger}
        said={draft}
        onChange={(said) => setDraft((before) => ({ ...before, ...said }))}
      />
    </Dialog>
  );
}

/** Does it when it is first drawn. */
function useOnce(act: (() => void) | null): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    act?.();
  });
}

function useLate(): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return isLate;
}
