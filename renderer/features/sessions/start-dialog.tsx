import { useRef, useState } from "react";
import { parseDuration } from "../../../shared/core/sessions/duration.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { Fold } from "../../ui/fold.tsx";
import { CheckField, SelectField, TextField } from "../../ui/field.tsx";
import { CopyIcon, TerminalIcon } from "../../ui/icons.ts";
import { ContextField } from "../fields/context-field.tsx";
import { GuardFields } from "../fields/type-name-to-confirm.tsx";
import { LifetimeField } from "../fields/lifetime-field.tsx";
import { useNow } from "../times/now.ts";
import type { VaultView } from "../vault-view.ts";
import { CredentialField } from "./credential-field.tsx";
import {
  choose,
  dangerOfDraft,
  firstDraft,
  missingOf,
  moveTo,
  requestOf,
  rowOf,
  waitingWords,
  type Draft,
} from "./draft.ts";
import { useStart } from "./use-start.ts";

const minute = 60_000;
const presets = ["15m", "1h", "4h", "8h"];
const deliveries: readonly {
  readonly value: Draft["delivery"];
  readonly text: string;
}[] = [
  { value: "best", text: "The best way this machine has" },
  { value: "fd", text: "A descriptor: the key has no name on any disk" },
  { value: "file", text: "A private file: for containers" },
];

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
  const change = (fields: Partial<Draft>) => setDraft({ ...draft, ...fields });
  const request = requestOf(view, draft);
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
      title="Start a session"
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
      <ContextField
        label="Context"
        value={draft.context}
        contexts={view.contexts}
        hint={rowOf(view, draft.context)?.note ?? ""}
        onChange={(name) => setDraft(moveTo(view, draft, name, now))}
      />
      <CredentialField
        view={view}
        draft={draft}
        now={now}
        onChoose={(credential) => setDraft(choose(draft, { credential }))}
      />
      <LifetimeField
        value={draft.lifetime}
        isSound={parseDuration(draft.lifetime.trim()) !== null}
        hint="The credential is taken out of the terminal after that, at the latest."
        correction="A duration from a second to a year: 45m, 1h30m, 2d."
        presets={presets}
        onChange={(lifetime) => setDraft(choose(draft, { lifetime }))}
      />
      <More draft={draft} change={change} />
      <TextField
        label="Reason"
        hint="It is kept in the history of the context and in the ledger."
        value={draft.reason}
        maxLength={200}
        onChange={(event) => change({ reason: event.target.value })}
      />
      <GuardFields
        name={draft.context}
        danger={danger}
        said={draft}
        isReasonAsked={false}
        onChange={change}
      />
    </Dialog>
  );
}

/** What hardly anybody changes. */
function More({
  draft,
  change,
}: {
  readonly draft: Draft;
  readonly change: (fields: Partial<Draft>) => void;
}) {
  return (
    <Fold title="More">
      <SelectField
        label="Delivery"
        value={draft.delivery}
        options={deliveries}
        onChange={(delivery) => change({ delivery })}
      />
      <CheckField
        label="Follow the current context"
        hint="When you switch, the terminal goes with you."
        checked={draft.isFollowing}
        onChange={(isFollowing) => change({ isFollowing })}
      />
    </Fold>
  );
}
