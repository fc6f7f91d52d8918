import { useState } from "react";
import { useAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { timeText } from "../date-text.ts";
import type { VaultView } from "../vault-view.ts";
import styles from "./settings.module.css";

/** Backups, earlier generations, and where everything is. */
export function Copies({ view }: { readonly view: VaultView }) {
  const call = useCall();
  const toasts = useToasts();
  const { run, isBusy } = useAction();
  const facts = useAnswer("vault.facts", {}, ["vault", "state"]);
  const [asked, setAsked] = useState<"backup" | "restore" | null>(null);
  const isTyped = !view.state.can.chooseFiles;
  const backup = (path?: string) =>
    void run(call("vault.backup", path ? { path } : {}), (written) => {
      if (written)
        toasts.show({ tone: "info", text: `Backed up to ${written.path}.` });
    });
  const restore = (path?: string) =>
    void run(
      call("vault.restore", { kind: "file", ...(path ? { path } : {}) }),
      (restored) => {
        if (restored)
          toasts.show({
            tone: "info",
            text: `Restored: ${String(restored.contexts)} contexts.`,
          });
      },
    );
  const begin = (what: "backup" | "restore") => {
    if (isTyped) setAsked(what);
    else if (what === "backup") backup();
    else restore();
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
        <PathDialog
          title={asked === "backup" ? "Back the vault up" : "Restore a backup"}
          onClose={() => setAsked(null)}
          onPath={(path) => {
            setAsked(null);
            if (asked === "backup") backup(path);
            else restore(path);
          }}
        />
      ) : null}
    </Section>
  );
}

/** The vault as it was after earlier changes. */
function Generations({
  generations,
}: {
  readonly generations: readonly number[];
}) {
  const call = useCall();
  const toasts = useToasts();
  const { run, isBusy } = useAction();
  const [newest = 0] = generations;
  const [chosen, setChosen] = useState(0);
  const generation = generations.includes(chosen) ? chosen : newest;
  if (generations.length === 0) return null;
  return (
    <div className={styles["row"]}>
      <span className={styles["text"]}>
        Earlier generations
        <span className={styles["soft"]}>
          Putting one back writes a new generation; the present vault is kept
          beside it.
        </span>
      </span>
      <span className={styles["actions"]}>
        <SelectField
          isLabelHidden
          label="Generation"
          value={String(generation)}
          options={generations.map((one) => ({
            value: String(one),
            text: `Generation ${String(one)}`,
          }))}
          onChange={(one) => setChosen(Number(one))}
        />
        <Button
          size="small"
          isBusy={isBusy}
          onClick={() =>
            void run(
              call("vault.restore", { kind: "generation", generation }),
              () =>
                toasts.show({
                  tone: "info",
                  text: `Generation ${String(generation)} is back.`,
                }),
            )
          }
        >
          Put back
        </Button>
      </span>
    </div>
  );
}

function PathDialog({
  title,
  onClose,
  onPath,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly onPath: (path: string) => void;
}) {
  const [path, setPath] = useState("");
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => (path === "" ? undefined : onPath(path))}
      actions={
        <DialogActions onClose={onClose} isReady={path !== ""}>
          {title}
        </DialogActions>
      }
    >
      <TextField
        label="File"
        hint="An absolute path on this machine."
        value={path}
        onChange={(event) => setPath(event.target.value)}
      />
    </Dialog>
  );
}
