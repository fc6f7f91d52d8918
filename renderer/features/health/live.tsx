import type { Walking } from "../../../shared/core/diagnosis/walking.ts";
import styles from "./health.module.css";
import { Title } from "./title.tsx";
import { presentWay } from "./way.ts";
import { WayList } from "./way-list.tsx";

/** A walk that goes on; among many its present link alone. */
export function Live({
  walking: { endpoint, node, met },
  isBrief,
}: {
  readonly walking: Walking;
  readonly isBrief: boolean;
}) {
  const name = (node ?? endpoint) || "No endpoint";
  const links = presentWay(met, node);
  const at = links.find(({ state }) => state === "current");
  const words = isBrief && at ? `checking: ${at.name}…` : "checking…";
  return (
    <li className={styles["endpoint"]} aria-busy>
      <Title name={name} words={words} />
      {isBrief ? null : <WayList to={name} links={links} />}
    </li>
  );
}
