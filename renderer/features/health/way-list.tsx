import { ErrorIcon, OpenIcon, CheckIcon, TimerIcon } from "../../ui/icons.ts";
import styles from "./health.module.css";
import type { Link } from "./way.ts";

const icons = {
  passed: CheckIcon,
  current: TimerIcon,
  broken: ErrorIcon,
  unreached: OpenIcon,
};

/** From this computer to the node, link by link; what became of each is said in words too. */
export function WayList({
  to,
  links,
}: {
  readonly to: string;
  readonly links: readonly Link[];
}) {
  return (
    <ol className={styles["way"]} aria-label={`The way to ${to}`}>
      {links.map(({ stage, name, state, ms }) => {
        const Icon = icons[state];
        return (
          <li key={stage} className={styles["link"]} data-state={state}>
            <Icon aria-hidden />
            <span className={styles["linkName"]}>{name}</span>
            <span className={styles["linkWords"]}>
              {state === "passed" ? passedWords(ms) : words[state]}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

const words = {
  current: "now…",
  broken: "broken here",
  unreached: "not reached",
};

function passedWords(ms: number | null): string {
  return ms === null ? "passed" : `passed, ${String(ms)} ms`;
}
