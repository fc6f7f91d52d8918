import type { ProbeProgress } from "../../../shared/core/diagnosis/probe-progress.ts";
import styles from "./health.module.css";
import { EndpointTitle } from "./endpoint-title.tsx";
import { runningPath } from "./network-path.ts";
import { PathList } from "./path-list.tsx";

/** A probe that is under way; among many its present link alone. */
export function RunningProbe({
  progress: { endpoint, node, met },
  isBrief,
}: {
  readonly progress: ProbeProgress;
  readonly isBrief: boolean;
}) {
  const name = (node ?? endpoint) || "No endpoint";
  const links = runningPath(met, node);
  const at = links.find(({ state }) => state === "current");
  const words = isBrief && at ? `checking: ${at.name}…` : "checking…";
  return (
    <li className={styles["endpoint"]} aria-busy>
      <EndpointTitle name={name} words={words} />
      {isBrief ? null : <PathList to={name} links={links} />}
    </li>
  );
}
