import type { EndpointHealth } from "../../../shared/core/diagnosis/stored-health.ts";
import { BrokenIcon, FineIcon, OpenIcon } from "../../ui/icons.ts";
import { healthMark } from "./health-mark.ts";
import styles from "./health.module.css";

const icons = { fine: FineIcon, broken: BrokenIcon, unknown: OpenIcon };

/** A context's health as small as it gets: a shape of its own for each state, and a sentence behind it. */
export function HealthMarkView({
  endpoints,
  health,
  now,
}: {
  readonly endpoints: readonly string[];
  readonly health: readonly EndpointHealth[];
  readonly now: number;
}) {
  const { state, text } = healthMark(endpoints, health, now);
  const Icon = icons[state];
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      className={styles["mark"]}
      data-state={state}
    >
      <Icon aria-hidden />
    </span>
  );
}
