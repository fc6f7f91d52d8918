// The page without an open vault: locked, missing, damaged, first run, and each way back.
// Keep: It names no context, and shows no error without a way on.
import { useState } from "react";
import type { SettingsPage } from "../../../../shared/contract/settings.ts";
import type { AppState } from "../../../../shared/contract/vault.ts";
import { useDialogAction } from "../../../bridge/action.ts";
import { useAnswer } from "../../../bridge/client.tsx";
import { CheckField } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { Card } from "../../card.tsx";
import { CardFoot } from "../card-foot.tsx";
import styles from "../../card.module.css";
import { ChosenAction } from "../../actions/index.ts";
import {
  OlderDialog,
  outsideOf,
  RestoreDialog,
  RestoreQuestionDialog,
  useRestore,
} from "../../settings/index.ts";
import { useForgetShownNames } from "../forget-shown-names.ts";
import { Generations } from "./generations.tsx";
import { factsOf, situationOf } from "./situation.ts";
import { RecoveryOptions } from "./recovery-options.tsx";

type Layer = "backup" | "older";

/** Whatever is wrong with the vault, or with what opens it: what is there, and a button for each way back. */
export function RecoveryPage({
  state,
  settings,
  onBack,
}: {
  readonly state: AppState;
  readonly settings: SettingsPage;
  /** Leads back to where the page was asked for; absent where there is nothing else to show. */
  readonly onBack?: () => void;
}) {
  useForgetShownNames();
  const action = useDialogAction();
  const { run, isBusy, problem } = action;
  const [layer, setLayer] = useState<Layer | null>(null);
  const [withRecoveryKey, setWithRecoveryKey] = useState(false);
  const { ask, question, close } = useRestore(action);
  const situation = situationOf(state);
  const facts = factsOf(state);
  const counted = useAnswer(
    "vault.generations",
    { with: "keychain", isNamed: false },
    ["vault", "state"],
  );
  const [newest] = state.backups;
  // One that is known to open is better than a newer one that is not.
  const best =
    counted.value?.generations.find(({ inside }) => inside !== null)?.name ??
    newest;
  const { backups, can, keychainProblem } = state;
  const restoreBackup = () => {
    if (can.chooseFiles) ask({ kind: "file", withRecoveryKey });
    else setLayer("backup");
  };
  const putBack = (generation: string) =>
    ask({ kind: "generation", generation, withRecoveryKey });
  return (
    <Card isWide title={situation.title}>
      <p className={styles["text"]}>{situation.text}</p>
      {keychainProblem ? (
        <Notice tone="warning" next={keychainProblem.next}>
          {keychainProblem.message}
        </Notice>
      ) : null}
      {problem ? (
        <Notice tone="error" next={problem.next}>
          {problem.message}
        </Notice>
      ) : null}
      {facts.length > 0 ? (
        <ul className={styles["facts"]} aria-label="What is there">
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      ) : null}
      <RecoveryOptions
        state={state}
        best={best}
        run={run}
        isBusy={isBusy}
        onPutBack={putBack}
        onBackup={restoreBackup}
        onOlder={() => setLayer("older")}
        onBack={onBack}
      />
      {isBusy ? (
        <Progress label={`At work, or waiting for you ${outsideOf(state)}`} />
      ) : null}
      {backups.length > 0 ? (
        <Generations
          state={state}
          counted={counted.value}
          run={run}
          isBusy={isBusy}
          onPutBack={putBack}
        />
      ) : null}
      <CheckField
        label="Open what is put back with the recovery key"
        hint={`For when neither the keychain nor the passphrase opens it. It is asked for ${outsideOf(state)}.`}
        checked={withRecoveryKey}
        onChange={setWithRecoveryKey}
      />
      <CardFoot>{state.path}</CardFoot>
      {question ? (
        <RestoreQuestionDialog question={question} onClose={close} />
      ) : null}
      {layer === "backup" ? (
        <RestoreDialog
          isFromFile
          state={state}
          onClose={() => setLayer(null)}
        />
      ) : null}
      {layer === "older" ? (
        <OlderDialog onClose={() => setLayer(null)} />
      ) : null}
      <ChosenAction view={{ state, ...settings, contexts: [], sessions: [] }} />
    </Card>
  );
}
