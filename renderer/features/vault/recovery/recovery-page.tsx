import { useState } from "react";
import type { AppState } from "../../../../shared/contract/vault.ts";
import { useAction } from "../../../bridge/action.ts";
import { Button } from "../../../ui/button.tsx";
import { CheckField } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Progress } from "../../../ui/page.tsx";
import { Card } from "../../card.tsx";
import styles from "../../card.module.css";
import { useFirstFocus } from "../../first-focus.ts";
import {
  outsideOf,
  RestoreDialog,
  RestoreQuestionDialog,
  useRestore,
} from "../../settings/index.ts";

const mostShown = 5;

/** The vault's file is gone, and earlier ones are there: what is left, and a button for each way back. */
export function RecoveryPage({ state }: { readonly state: AppState }) {
  const { run, isBusy } = useAction();
  const first = useFirstFocus();
  const [isRestoring, setIsRestoring] = useState(false);
  const { backups, keychainProblem } = state;
  const [withRecoveryKey, setWithRecoveryKey] = useState(
    keychainProblem !== null && !state.hasPassphrase,
  );
  const { ask, question, close } = useRestore(run);
  const putBack = (generation: string) =>
    ask({ kind: "generation", generation, withRecoveryKey });
  return (
    <Card title="Your vault file is gone">
      <p className={styles["text"]}>
        Earlier generations of it lie beside the place where it was. Put the
        newest one back: it has everything that was written up to then.
      </p>
      {keychainProblem ? (
        <Notice tone="warning" next={keychainProblem.next}>
          {keychainProblem.message}
        </Notice>
      ) : null}
      <ul className={styles["facts"]} aria-label="What is there">
        <li>
          {backups.length === 1
            ? "1 generation on this machine"
            : `${String(backups.length)} generations on this machine, the newest first`}
        </li>
        <li>
          {state.keychain === "works"
            ? "The keychain works"
            : "The keychain cannot be read"}
        </li>
        <li>
          {state.hasPassphrase
            ? "A passphrase opens it too; it is asked for where it is needed"
            : "No passphrase was set"}
        </li>
      </ul>
      <CheckField
        label="Open it with the recovery key"
        hint={`For when neither the keychain nor the passphrase opens it. It is asked for ${outsideOf(state)}.`}
        checked={withRecoveryKey}
        onChange={setWithRecoveryKey}
      />
      <div className={styles["actions"]}>
        {backups.slice(0, mostShown).map((generation, index) => (
          <Button
            key={generation}
            ref={index === 0 ? first : undefined}
            tone={index === 0 ? "primary" : "plain"}
            isBusy={isBusy}
            onClick={() => putBack(generation)}
          >
            {`Put generation ${generation} back`}
          </Button>
        ))}
        <Button tone="quiet" onClick={() => setIsRestoring(true)}>
          Another one, or a backup…
        </Button>
      </div>
      {isBusy ? (
        <Progress
          label={`Opening it, or waiting for you ${outsideOf(state)}`}
        />
      ) : null}
      <p className={styles["path"]}>{state.path}</p>
      {question ? (
        <RestoreQuestionDialog question={question} onClose={close} />
      ) : null}
      {isRestoring ? (
        <RestoreDialog state={state} onClose={() => setIsRestoring(false)} />
      ) : null}
    </Card>
  );
}
