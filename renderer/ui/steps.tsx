import { CheckIcon, ErrorIcon, OpenIcon, TimerIcon } from "./icons.ts";
import styles from "./steps.module.css";

export type StepState = "done" | "current" | "broken" | "open";

export interface Step {
  readonly name: string;
  readonly state: StepState;
  /** What became of it, in words: nobody has to know the colours. */
  readonly words: string;
}

const icons = {
  done: CheckIcon,
  current: TimerIcon,
  broken: ErrorIcon,
  open: OpenIcon,
};

/** What comes one after the other, and how far it is. */
export function Steps({
  label,
  steps,
}: {
  readonly label: string;
  readonly steps: readonly Step[];
}) {
  return (
    <ol className={styles["steps"]} aria-label={label}>
      {steps.map(({ name, state, words }) => {
        const Icon = icons[state];
        return (
          <li
            key={name}
            className={styles["step"]}
            data-state={state}
            aria-current={state === "current" ? "step" : undefined}
          >
            <Icon aria-hidden />
            <span className={styles["name"]}>{name}</span>
            <span className={styles["words"]}>{words}</span>
          </li>
        );
      })}
    </ol>
  );
}
