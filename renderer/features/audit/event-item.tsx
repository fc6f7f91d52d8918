import type { EventRow } from "../../../shared/contract/audit.ts";
import { eventTitle } from "../../../shared/core/audit/event-text.ts";
import { hasEveryRight } from "../../../shared/core/roles/role.ts";
import { go } from "../../routes.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Sentence } from "../names/sentence.tsx";
import { ContextName } from "../names/context-name.tsx";
import { useRow } from "../rows/index.ts";
import { clockText, dateText, utcText } from "../times/date-text.ts";
import styles from "./audit.module.css";
import { withCommas } from "../../../shared/core/counted-noun.ts";

/** One event in a line, and all that it says when it is opened. */
export function EventItem({
  row,
  isDayNew,
  isOpen,
  onToggle,
}: {
  readonly row: EventRow;
  readonly isDayNew: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const { n, time, event, context, roles, summary, names } = row;
  return (
    <>
      <button
        type="button"
        className={styles["event"]}
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        <When time={time} isDayNew={isDayNew} />
        <span className={styles["what"]}>
          <span className={styles["title"]}>
            {n === null ? "A line that cannot be read" : eventTitle(event)}
            {context === "" ? null : (
              <ContextName name={context} nameNow={nameNowOf(row)} />
            )}
            {roles.length > 0 ? (
              <Badge tone={hasEveryRight(roles) ? "danger" : "neutral"}>
                {roles.join(", ")}
              </Badge>
            ) : null}
          </span>
          {summary === "" ? null : (
            <span className={styles["summary"]}>
              <Sentence of={summary} names={names} />
            </span>
          )}
        </span>
        <span className={styles["number"]}>
          {n === null ? "" : withCommas(n)}
        </span>
      </button>
      {isOpen ? <Facts row={row} /> : null}
    </>
  );
}

/** What the event's own context is called now. */
function nameNowOf({ context, names }: EventRow): string {
  return names.find(({ name }) => name === context)?.nameNow ?? context;
}

function When({
  time,
  isDayNew,
}: {
  readonly time: string;
  readonly isDayNew: boolean;
}) {
  if (time === "") return <span />;
  return (
    <time dateTime={time} title={utcText(time)} className={styles["when"]}>
      {clockText(time)}
      {isDayNew ? (
        <span className={styles["day"]}>{dateText(time)}</span>
      ) : null}
    </time>
  );
}

function Facts({ row }: { readonly row: EventRow }) {
  const { n, time, session, serial, context, facts, names } = row;
  const isThere = useRow(context) !== null;
  const all = [
    ["line", n === null ? "" : withCommas(n)],
    ["time", time === "" ? "" : utcText(time)],
    ["session", session],
    ["serial", serial],
    ...facts,
  ] as const;
  if (n === null)
    return (
      <p className={styles["facts"]}>
        It was changed, or another program wrote it. Verify the log: that says
        which is the first line that is not what it was.
      </p>
    );
  return (
    <div className={styles["facts"]}>
      <dl>
        {all
          .filter(([, text]) => text !== "")
          .map(([name, text]) => (
            <div key={name}>
              <dt>{wordsOf(name)}</dt>
              <dd>
                <Sentence of={text} names={names} />
              </dd>
            </div>
          ))}
      </dl>
      <div className={styles["commands"]}>
        {isThere ? (
          <Button
            size="small"
            onClick={() => go({ page: "contexts", name: context })}
          >
            Open the context
          </Button>
        ) : null}
        {context === "" ? null : (
          <Button
            size="small"
            onClick={() => go({ page: "activity", about: { kind: "context", name: context } })} // prettier-ignore
          >
            Activity of this context
          </Button>
        )}
        {session === "" ? null : (
          <Button
            size="small"
            onClick={() => go({ page: "activity", about: { kind: "session", name: session } })} // prettier-ignore
          >
            Activity of this session
          </Button>
        )}
      </div>
    </div>
  );
}

/** `ttlSeconds` as it is read: `ttl seconds`. */
function wordsOf(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`); // prettier-ignore
}
