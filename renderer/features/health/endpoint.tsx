import { Badge } from "../../ui/badge.tsx";
import { ActionButtons, type WindowAction } from "../actions/index.ts";
import type { Arranged } from "./arrange.ts";
import { checkedText, nodeFacts } from "./health-mark.ts";
import { Sentence } from "../names/sentence.tsx";
import styles from "./health.module.css";
import { EndpointTitle } from "./endpoint-title.tsx";
import { probedPath } from "./network-path.ts";
import { PathList } from "./path-list.tsx";

interface EndpointProps {
  readonly arranged: Arranged;
  readonly onAction: (action: WindowAction) => void;
}

/** One endpoint, or a node behind it, as it was when it was last asked. */
export function Endpoint({
  now,
  ...props
}: EndpointProps & { readonly now: number }) {
  const { health, isFolded } = props.arranged;
  const { isFine } = health.verdict;
  const title = (
    <EndpointTitle
      name={nameOf(props)}
      words={checkedText(health.checkedAt, now)}
    >
      <Badge tone={isFine ? "good" : "danger"}>
        {isFine ? "reachable" : "fails"}
      </Badge>
    </EndpointTitle>
  );
  const body = isFine ? <Fine {...props} /> : <Broken {...props} />;
  return (
    <li className={styles["endpoint"]}>
      {isFolded ? (
        <details className={styles["fold"]}>
          <summary>{title}</summary>
          <div className={styles["folded"]}>{body}</div>
        </details>
      ) : (
        <>
          {title}
          {body}
        </>
      )}
    </li>
  );
}

function nameOf({ arranged: { health } }: EndpointProps): string {
  return (health.node ?? health.endpoint) || "No endpoint";
}

/** All is well: what the node said in one line, the path behind a click. */
function Fine(props: EndpointProps) {
  const { health } = props.arranged;
  const facts = nodeFacts(health);
  return (
    <>
      <p className={styles["facts"]}>
        {facts.length > 0 ? facts.join(" · ") : health.verdict.message}
      </p>
      <details className={styles["more"]}>
        <summary>Connection path</summary>
        <PathList to={nameOf(props)} links={probedPath(health)} />
        <Evidence lines={health.verdict.evidence} />
      </details>
    </>
  );
}

/** The triage: where it breaks, what is so, what to do unless it was said, and how that is known. */
function Broken(props: EndpointProps) {
  const { health, isAdvised } = props.arranged;
  const { message, next, actions, evidence } = health.verdict;
  return (
    <>
      <p className={styles["summary"]}>{message}</p>
      <PathList to={nameOf(props)} links={probedPath(health)} />
      {isAdvised ? null : (
        <>
          {next ? <p className={styles["next"]}>{next}</p> : null}
          <ActionButtons actions={actions} onChoose={props.onAction} />
        </>
      )}
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
        <li key={line}>
          <Sentence of={line} />
        </li>
      ))}
    </ul>
  );
}
