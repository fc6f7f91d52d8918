import { useRef, useState } from "react";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { CopyIcon, TerminalIcon } from "../../ui/icons.ts";
import { DangerFields } from "../fields/type-name-to-confirm.tsx";
import { ProductionMark } from "../names/context-name.tsx";
import { useNow } from "../times/now.ts";
import type { VaultView } from "../vault-view.ts";
import {
  dangerOfDraft,
  firstDraft,
  missingOf,
  requestOf,
  waitingWords,
  type Draft,
} from "./session-draft.ts";
import { useStart } from "./use-start.ts";
import { SessionFields } from "./session-fields.tsx";
import { useRestrictions } from "./session-restrictions.tsx";
import styles from "./sessions.module.css";

const minute = 60_000;
/** A temporary credential for one terminal. */
export function StartDialog({
  view,
  context,
  role = null,
  onClose,
}: {
  readonly view: VaultView;
  readonly context: string | null;
  /** What the session should be able to do; null: the context's default. */
  readonly role?: string | null;
  readonly onClose: () => void;
}) {
  const now = useNow(minute);
  const [draft, setDraft] = useState<Draft>(() =>
    firstDraft(view, context, role, now),
  );
  const { start, isBusy, problem, cancel, dialog } = useStart(onClose);
  const change = (fields: Partial<Draft>) =>
    setDraft((before) => ({ ...before, ...fields }));
  const restrictions = useRestrictions(view, draft);
  const request = requestOf(
    view,
    restrictions ? { ...draft, isFollowing: false } : draft,
  );
  const open = useRef<HTMLButtonElement>(null);
  const danger = dangerOfDraft(view, draft);
  const begin = (how: "shell" | "copy") => {
    if (request && !isBusy) start(how, request);
  };
  const close = () => {
    cancel();
    onClose();
  };
  if (dialog) return dialog;
  return (
    <Dialog
      title={
        <span className={styles["title"]}>
          Start a session
          <ProductionMark name={draft.context} />
        </span>
      }
      initialFocus={open}
      onClose={close}
      {...(isBusy ? { waiting: waitingWords(view, draft, now) } : {})}
      onSubmit={() => begin("shell")}
      problem={problem}
      actions={
        <DialogActions
          first={open}
          isBusy={isBusy}
          isReady={request !== null}
          missing={missingOf(view, draft)}
          other={{
            text: (
              <>
                <CopyIcon aria-hidden />
                Copy a command
              </>
            ),
            onSelect: () => begin("copy"),
          }}
          onClose={close}
        >
          <TerminalIcon aria-hidden />
          Open a terminal
        </DialogActions>
      }
    >
      <SessionFields
        view={view}
        draft={draft}
        now={now}
        restrictions={restrictions}
        setDraft={setDraft}
      />
      <DangerFields
        name={draft.context}
        danger={danger}
        said={draft}
        isReasonAsked={false}
        onChange={change}
      />
    </Dialog>
  );
}
