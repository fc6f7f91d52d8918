import type { ReactNode } from "react";
import type { EndpointHealth } from "../../../shared/core/diagnosis/health.ts";
import { Badge } from "../../ui/badge.tsx";
import type { Help } from "./help.ts";
import { HelpButtons } from "./help-buttons.tsx";
import { checkedText, nodeFacts } from "./health-mark.ts";
import styles from "./health.module.css";
import type { Walking } from "./use-checking.ts";
import { presentWay, walkedWay } from "./way.ts";
import { WayList } from "./way-list.tsx";

/** One endpoint, or a node behind it: how it was, or how far the walk is that goes on. */
export function Endpoint({
  health,
  walking,
  now,
  onHelp,
}: {
  readonly health: EndpointHealth;
  readonly walking: Walking | undefined;
  readonly now: number;
  readonly onHelp: (help: Help) => void;
}) {
  const { endpoint, node, verdict, checkedAt } = health;
  const name = (node ?? endpoint) || "No endpoint";
  if (walking) return <Live walking={walking} />;
  return (
    <li className={styles["endpoint"]}>
      <Title name={name} words={checkedText(checkedAt, now)}>
        <Badge tone={verdict.isFine ? "good" : "danger"}>
          {verdict.isFine ? "fine" : "not fine"}
        </Badge>
      </Title>
      {verdict.isFine ? <Fine health={health} name={name} /> : null}
      {verdict.isFine ? null : (
        <Broken health={health} name={name} onHelp={onHelp} />
      )}
    </li>
  );
}

/** A walk that goes on. */
export function Live({ walking }: { readonly walking: Walking }) {
  const { endpoint, node, met } = walking;
  const name = (node ?? endpoint) || "No endpoint";
  return (
    <li className={styles["endpoint"]} aria-busy>
      <Title name={name} words="checking…" />
      <WayList to={name} links={presentWay(met, node)} />
    </li>
  );
}

function Title({
  name,
  words,
  children,
}: {
  readonly name: string;
  readonly words: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={styles["title"]}>
      <span className={styles["name"]}>{name}</span>
      {children}
      <span className={styles["age"]}>{words}</span>
    </div>
  );
}

/** All is well: what the node said in one line, the way behind a click. */
function Fine({
  health,
  name,
}: {
  readonly health: EndpointHealth;
  readonly name: string;
}) {
  const facts = nodeFacts(health);
  return (
    <>
      <p className={styles["facts"]}>
        {facts.length > 0 ? facts.join(" · ") : health.verdict.summary}
      </p>
      <details className={styles["more"]}>
        <summary>The way there</summary>
        <WayList to={name} links={walkedWay(health)} />
        <Evidence lines={health.verdict.evidence} />
      </details>
    </>
  );
}

/** The triage: where it breaks, what is so, what to do, and how that is known. */
function Broken({
  health,
  name,
  onHelp,
}: {
  readonly health: EndpointHealth;
  readonly name: string;
  readonly onHelp: (help: Help) => void;
}) {
  const { code, summary, next, evidence } = health.verdict;
  return (
    <>
      <p className={styles["summary"]}>{summary}</p>
      <WayList to={name} links={walkedWay(health)} />
      {next ? <p className={styles["next"]}>{next}</p> : null}
      <HelpButtons code={code} onHelp={onHelp} />
      {evidence.length > 0 ? (
        <details className={styles["more"]}>
          <summary>Evidence</summary>
          <Evidence lines={evidence} />
        </details>
      ) : null}
    </>
  );
}

function Evidence({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul className={styles["evidence"]}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
