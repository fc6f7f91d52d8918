// Along with a rotation of a cluster's CA, from where it is to what comes next.
// Keep: It says what talosctl does and does only the vault's part.
import { useEffect, useRef } from "react";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { ReachIcon } from "../../../ui/icons.ts";
import { about, ContextName } from "../../names/context-name.tsx";
import type { VaultView } from "../../vault-view.ts";
import { Finished, ReissuedList } from "./reissue-outcome.tsx";
import { Reissue } from "./reissue.tsx";
import { canFinish, type RotationState } from "./rotation-steps.ts";
import styles from "./rotation.module.css";
import { useRotation } from "./use-rotation.ts";
import { RotationProgress } from "./rotation-progress.tsx";

/** Along with a rotation of a cluster's CA: where it is, what comes next, and the parts that the vault has in it. */
export function RotationDialog({
  view,
  name,
  isAsked,
  onClose,
}: {
  readonly view: VaultView;
  readonly name: string;
  /** Somebody has just looked at these endpoints: they are asked at once. */
  readonly isAsked: boolean;
  readonly onClose: () => void;
}) {
  const { rotation, inspect, open, forget, reissue, finish, undo } =
    useRotation(name);
  const { state, isBusy, reissued, finished, opened, problem } = rotation;
  const first = useRef(isAsked);
  useEffect(() => {
    if (!first.current) return;
    first.current = false;
    void inspect();
  });
  return (
    <Dialog
      isWide={state !== null || reissued !== null || finished !== null}
      title={about("Rotation of the CA of ", name)}
      {...(isBusy ? { waiting: "Asking the endpoints…" } : {})}
      onClose={onClose}
      problem={problem}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            tone={state ? "plain" : "primary"}
            isBusy={isBusy}
            onClick={() => void inspect()}
          >
            <ReachIcon aria-hidden />
            {state ? "Look again" : "Look at the endpoints"}
          </Button>
          <FinishButton
            state={state}
            isBusy={isBusy}
            onFinish={() => void finish()}
          />
        </>
      }
    >
      {state ? (
        <RotationProgress state={state} />
      ) : (
        <p>
          Look first: the endpoints of <ContextName name={name} /> are asked
          which CA signed their certificates. Nothing is changed.
        </p>
      )}
      {finished ? (
        <Finished finished={finished} onUndo={() => void undo()} />
      ) : null}
      {reissued ? (
        <ReissuedList reissued={reissued} onUndo={() => void undo()} />
      ) : null}
      {state?.phase === "done" ? null : (
        <section
          className={styles["part"]}
          aria-label="Re-issue all contexts from the new CA"
        >
          <h3 className={styles["partTitle"]}>
            Re-issue all contexts from the new CA
          </h3>
          <Reissue
            key={opened?.token}
            name={name}
            opened={opened}
            isTyped={!view.state.can.chooseFiles}
            isBusy={isBusy}
            onOpen={(request) => void open(request)}
            onForget={forget}
            onReissue={(order) => void reissue(order)}
          />
        </section>
      )}
    </Dialog>
  );
}

function FinishButton({
  state,
  isBusy,
  onFinish,
}: {
  readonly state: RotationState | null;
  readonly isBusy: boolean;
  readonly onFinish: () => void;
}) {
  if (!state || !canFinish(state.phase)) return null;
  return (
    <Button
      tone={state.phase === "done" ? "primary" : "plain"}
      isBusy={isBusy}
      onClick={onFinish}
    >
      Let go of the old CA
    </Button>
  );
}
