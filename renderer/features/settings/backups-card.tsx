import { useState, type ReactNode } from "react";
import {
  useAction,
  useDialogAction,
  type Action,
} from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Section } from "../../ui/page.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import type { WrittenBackup } from "../../../shared/contract/vault.ts";
import { TypedPathField } from "../fields/path-field.tsx";
import { timeText } from "../times/date-text.ts";
import type { VaultView } from "../vault-view.ts";
import { RestoreQuestionDialog } from "./restore-question.tsx";
import { useRestore } from "./use-restore.ts";
import styles from "./settings.module.css";

type Copy = "backup" | "restore";

/** The end of the log is told for whoever keeps it with the backup, where nobody on this machine can reach it. */
function backedUp({ path, logEnd }: WrittenBackup): string {
  const end = logEnd === null ? "" : ` The audit log ends with ${logEnd}.`;
  return `Backed up to ${path}.${end}`;
}

/** Makes a backup or puts one back; without a path main asks for the file. */
function useCopy(
  action: Action,
  onDone?: () => void,
): {
  readonly copy: (what: Copy, request: { readonly path?: string }) => void;
  readonly question: ReactNode;
} {
  const call = useCall();
  const toasts = useToasts();
  const { ask, question, close } = useRestore(action, onDone);
  return {
    copy: (what, request) => {
      if (what === "restore") ask({ kind: "file", ...request });
      else
        void action.run(call("vault.backup", request), (written) => {
          if (!written) return;
          if (onDone) action.ifShown(onDone);
          toasts.show({ tone: "info", text: backedUp(written) });
        });
    },
    question: question ? (
      <RestoreQuestionDialog question={question} onClose={close} />
    ) : null,
  };
}

const titles: Readonly<Record<Copy, string>> = {
  backup: "Back the vault up",
  restore: "Restore a backup",
};

/** Backups, earlier generations, and where everything is. */
export function BackupsCard({ view }: { readonly view: VaultView }) {
  const action = useAction();
  const { isBusy } = action;
  const { copy, question } = useCopy(action);
  const facts = useAnswer("vault.facts", {}, ["vault", "contexts", "state"]);
  const [asked, setAsked] = useState<Copy | null>(null);
  const begin = (what: Copy) => {
    if (view.state.can.chooseFiles) copy(what, {});
    else setAsked(what);
  };
  return (
    <Section title="Copies and files">
      <div className={styles["row"]}>
        <span className={styles["text"]}>
          Backup
          <span className={styles["soft"]}>
            One encrypted file with what opens it: passphrase and recovery key.
          </span>
        </span>
        <span className={styles["actions"]}>
          <Button size="small" isBusy={isBusy} onClick={() => begin("backup")}>
            Back up…
          </Button>
          <Button size="small" isBusy={isBusy} onClick={() => begin("restore")}>
            Restore…
          </Button>
        </span>
      </div>
      <Generations generations={facts.value?.backups ?? []} />
      {facts.value ? (
        <p className={styles["soft"]}>
          {facts.value.path}, generation {facts.value.generation} of{" "}
          {timeText(facts.value.writtenAt)}. Version {view.state.version}.
        </p>
      ) : null}
      {asked ? (
        <PathDialog what={asked} onClose={() => setAsked(null)} />
      ) : null}
      {question}
    </Section>
  );
}

/** The vault as it was after earlier changes. */
function Generations({
  generations,
}: {
  readonly generations: readonly string[];
}) {
  const action = useAction();
  const { isBusy } = action;
  const { ask, question, close } = useRestore(action);
  const [newest = ""] = generations;
  const [chosen, setChosen] = useState("");
  const generation = generations.includes(chosen) ? chosen : newest;
  if (generations.length === 0) return null;
  return (
    <div className={styles["row"]}>
      <span className={styles["text"]}>
        Earlier generations
        <span className={styles["soft"]}>
          Putting one back writes a new generation; the present vault is kept
          among the earlier ones.
        </span>
      </span>
      <span className={styles["actions"]}>
        <SelectField
          isLabelHidden
          label="Generation"
          value={generation}
          options={generations.map((one) => ({
            value: one,
            text: `Generation ${one}`,
          }))}
          onChange={setChosen}
        />
        <Button
          size="small"
          isBusy={isBusy}
          onClick={() => ask({ kind: "generation", generation })}
        >
          Put back
        </Button>
      </span>
      {question ? (
        <RestoreQuestionDialog question={question} onClose={close} />
      ) : null}
    </div>
  );
}

function PathDialog({
  what,
  onClose,
}: {
  readonly what: Copy;
  readonly onClose: () => void;
}) {
  const action = useDialogAction();
  const { isBusy, problem } = action;
  const { copy, question } = useCopy(action, onClose);
  const [path, setPath] = useState("");
  if (question) return question;
  return (
    <Dialog
      title={titles[what]}
      onClose={onClose}
      onSubmit={() => (path === "" ? undefined : copy(what, { path }))}
      problem={problem}
      actions={
        <DialogActions isBusy={isBusy} onClose={onClose} isReady={path !== ""}>
          {titles[what]}
        </DialogActions>
      }
    >
      <TypedPathField path={path} onType={setPath} />
    </Dialog>
  );
}
