import { useEffect, useRef, type ReactNode } from "react";
import { countOf, withCommas } from "../../../../shared/core/counted-noun.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { ContextName } from "../../names/context-name.tsx";
import { Sentence } from "../../names/sentence.tsx";
import styles from "./bulk.module.css";
import { countStates, type BulkState, type BulkWork } from "./bulk-run.ts";
import { useBulk } from "./use-bulk.ts";

/** So many are shown one by one; of more only those that fail, or are under way. */
const mostShown = 100;

/** The same for many contexts: what is to be done, how far it is, and what failed, with the reason. */
export function BulkDialog({
  verb,
  names,
  work,
  atOnce = 1,
  isAsked = true,
  isReady = true,
  tone = "primary",
  onClose,
  children,
}: {
  /** As a command: "Renew". */
  readonly verb: string;
  readonly names: readonly string[];
  readonly work: BulkWork;
  readonly atOnce?: number;
  /** It begins with a button, not by itself. */
  readonly isAsked?: boolean;
  /** All that it needs has been typed. */
  readonly isReady?: boolean;
  readonly tone?: "primary" | "danger";
  readonly onClose: () => void;
  /** What is asked before it begins. */
  readonly children?: ReactNode;
}) {
  const { states, isRunning, start, cancel } = useBulk(names, work, atOnce);
  const counts = countStates(states.values());
  const left = counts.waiting + counts.failed;
  const stage = stageOf(isRunning, counts);
  useBegin(isAsked ? null : start);
  const submit = () => {
    if (!isRunning && isReady && left > 0) start();
  };
  return (
    <Dialog
      isWide
      title={`${verb} ${countOf(names.length, "context")}`}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <Actions
          verb={verb}
          tone={tone}
          stage={stage}
          left={left}
          isReady={isReady}
          onLeave={isRunning ? cancel : onClose}
        />
      }
    >
      {stage === "before" ? (
        children
      ) : (
        <Progress total={names.length} counts={counts} />
      )}
      <ul className={styles["list"]} aria-label="Contexts">
        {shownOf(states).map(([name, state]) => (
          <li key={name} data-state={state.kind}>
            <ContextName name={name} />
            <span className={styles["words"]}>
              {stage === "before" ? "" : <Sentence of={wordsOf(state)} />}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

type Stage = "before" | "running" | "over";
type Counts = ReturnType<typeof countStates>;

function stageOf(isRunning: boolean, { done, failed }: Counts): Stage {
  if (isRunning) return "running";
  return done + failed > 0 ? "over" : "before";
}

const leaving: Readonly<Record<Stage, string>> = {
  before: "Cancel",
  running: "Stop after this one",
  over: "Close",
};

function Actions({
  verb,
  tone,
  stage,
  left,
  isReady,
  onLeave,
}: {
  readonly verb: string;
  readonly tone: "primary" | "danger";
  readonly stage: Stage;
  /** How many are still to be done. */
  readonly left: number;
  readonly isReady: boolean;
  readonly onLeave: () => void;
}) {
  const count = withCommas(left);
  return (
    <>
      <Button onClick={onLeave}>{leaving[stage]}</Button>
      {left > 0 ? (
        <Button
          type="submit"
          tone={tone}
          isBusy={stage === "running"}
          disabled={!isReady}
        >
          {stage === "over" ? `Try ${count} again` : `${verb} ${count}`}
        </Button>
      ) : null}
    </>
  );
}

function Progress({
  total,
  counts: { done, failed },
}: {
  readonly total: number;
  readonly counts: Counts;
}) {
  const words = `${withCommas(done)} of ${withCommas(total)} done`;
  return (
    <>
      <progress
        className={styles["progress"]}
        aria-label="Progress"
        max={total}
        value={done + failed}
      />
      <p role="status">
        {failed > 0 ? `${words}, ${withCommas(failed)} failed` : words}
      </p>
    </>
  );
}

function shownOf(
  states: ReadonlyMap<string, BulkState>,
): readonly (readonly [string, BulkState])[] {
  const all = [...states];
  if (all.length <= mostShown) return all;
  return all
    .filter(([, { kind }]) => kind === "running" || kind === "failed")
    .slice(0, mostShown);
}

function wordsOf(state: BulkState): string {
  switch (state.kind) {
    case "waiting":
      return "not begun";
    case "running":
      return "now…";
    case "done":
      return state.words ?? "done";
    case "failed":
      return `${state.error.message} ${state.error.next}`;
  }
}

/** Once, when it is first drawn. */
function useBegin(start: (() => void) | null): void {
  const isBegun = useRef(false);
  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    start?.();
  });
}
