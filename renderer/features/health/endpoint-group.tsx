import {
  isSameProbe,
  type ProbeProgress,
} from "../../../shared/core/diagnosis/probe-progress.ts";
import type { EndpointHealth } from "../../../shared/core/diagnosis/stored-health.ts";
import type { WindowAction } from "../actions/index.ts";
import { arrange, countWords, mostInFull } from "./arrange.ts";
import { Endpoint } from "./endpoint.tsx";
import styles from "./health.module.css";
import { RunningProbe } from "./running-probe.tsx";

interface GroupProps {
  readonly title: "Endpoints" | "Nodes";
  readonly known: readonly EndpointHealth[];
  readonly progress: readonly ProbeProgress[];
  readonly now: number;
  readonly onAction: (action: WindowAction) => void;
}

/** Endpoints, or nodes behind them: how many answer, then each as it was or as far as its probe is. */
export function EndpointGroup({
  title,
  known,
  progress,
  now,
  onAction,
}: GroupProps) {
  const fresh = progress.filter(
    (probe) => !known.some((one) => isSameProbe(probe, one)),
  );
  if (known.length === 0 && fresh.length === 0) return null;
  const isLong = known.length + fresh.length > mostInFull;
  const count = progress.length > 0 ? null : countWords(known);
  return (
    <section className={styles["group"]} aria-label={title}>
      <div className={styles["groupHead"]}>
        <h3 className={styles["groupTitle"]}>{title}</h3>
        {count ? <span className={styles["count"]}>{count}</span> : null}
      </div>
      <ul className={styles["endpoints"]}>
        {arrange(known).map((arranged) => {
          const { endpoint, node } = arranged.health;
          const key = `${endpoint} ${node ?? ""}`;
          const probe = progress.find((one) =>
            isSameProbe(one, arranged.health),
          );
          return probe ? (
            <RunningProbe key={key} progress={probe} isBrief={isLong} />
          ) : (
            <Endpoint
              key={key}
              arranged={arranged}
              now={now}
              onAction={onAction}
            />
          );
        })}
        {fresh.map((probe) => (
          <RunningProbe
            key={`${probe.endpoint} ${probe.node ?? ""}`}
            progress={probe}
            isBrief={isLong}
          />
        ))}
      </ul>
    </section>
  );
}
