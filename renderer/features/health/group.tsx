import {
  isSameWalk,
  type Walking,
} from "../../../shared/core/diagnosis/walking.ts";
import type { EndpointHealth } from "../../../shared/core/diagnosis/health.ts";
import type { Deed } from "../remedies/index.ts";
import { arrange, countWords, mostInFull } from "./arrange.ts";
import { Endpoint } from "./endpoint.tsx";
import styles from "./health.module.css";
import { Live } from "./live.tsx";

interface GroupProps {
  readonly title: "Endpoints" | "Nodes";
  readonly known: readonly EndpointHealth[];
  readonly walking: readonly Walking[];
  readonly now: number;
  readonly onRemedy: (deed: Deed) => void;
}

/** Endpoints, or nodes behind them: how many answer, then each as it was or as far as its walk is. */
export function Group({ title, known, walking, now, onRemedy }: GroupProps) {
  const fresh = walking.filter(
    (walk) => !known.some((one) => isSameWalk(walk, one)),
  );
  if (known.length === 0 && fresh.length === 0) return null;
  const isLong = known.length + fresh.length > mostInFull;
  const count = walking.length > 0 ? null : countWords(known);
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
          const walk = walking.find((one) => isSameWalk(one, arranged.health));
          return walk ? (
            <Live key={key} walking={walk} isBrief={isLong} />
          ) : (
            <Endpoint
              key={key}
              arranged={arranged}
              now={now}
              onRemedy={onRemedy}
            />
          );
        })}
        {fresh.map((walk) => (
          <Live
            key={`${walk.endpoint} ${walk.node ?? ""}`}
            walking={walk}
            isBrief={isLong}
          />
        ))}
      </ul>
    </section>
  );
}
