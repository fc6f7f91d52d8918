import type { ReactNode } from "react";
import { nearText } from "../../../shared/core/moment-text.ts";
import type { LedgerView } from "../../../shared/core/ledger/view.ts";
import { hasEveryRight } from "../../../shared/core/roles/role.ts";
import { Badge } from "../../ui/badge.tsx";
import { about, ContextName } from "../names/context-name.tsx";
import { useIsProduction } from "../rows/index.ts";
import { dateText, timeText, utcText } from "../times/date-text.ts";
import { Moment } from "../times/moment.tsx";
import { useNow } from "../times/now.ts";
import styles from "./ledger.module.css";

const minute = 60_000;
const timeStart = "2026-11-24 ".length;

/** Day by day, newest first; a bar shows how much of each life is over. */
export function CredentialsTimeLine({
  entries,
}: {
  readonly entries: readonly LedgerView[];
}) {
  const now = useNow(minute);
  return (
    <ol className={styles["days"]}>
      {byDay(entries).map(([day, list]) => (
        <li key={day}>
          <h3 className={styles["day"]}>{day}</h3>
          <ul className={styles["entries"]}>
            {list.map((entry) => (
              <Entry key={keyOf(entry)} entry={entry} now={now} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function byDay(
  entries: readonly LedgerView[],
): readonly (readonly [string, readonly LedgerView[]])[] {
  const days = new Map<string, LedgerView[]>();
  for (const entry of entries) {
    const day = timeText(entry.issuedAt).slice(0, timeStart - 1);
    const list = days.get(day);
    if (list) list.push(entry);
    else days.set(day, [entry]);
  }
  return [...days];
}

/** A certificate can leave more than once. */
function keyOf({ fingerprint, issuedAt, recipient }: LedgerView): string {
  return `${fingerprint} ${issuedAt} ${recipient}`;
}

function Entry({
  entry,
  now,
}: {
  readonly entry: LedgerView;
  readonly now: number;
}) {
  const { context, nameNow, roles, reason } = entry;
  const { serial, issuedAt, isValid } = entry;
  const end = nearText(new Date(entry.notAfter), new Date(now));
  return (
    <li className={styles["entry"]}>
      <time
        className={styles["time"]}
        dateTime={issuedAt}
        title={utcText(issuedAt)}
      >
        {timeText(issuedAt).slice(timeStart)}
      </time>
      <span>
        <span className={styles["context"]}>
          <ContextName name={nameNow} />
          {nameNow === context ? null : (
            <FormerName name={context} nameNow={nameNow} />
          )}
        </span>{" "}
        <Badge tone={hasEveryRight(roles) ? "danger" : "neutral"}>
          {roles.join(", ") || "no role"}
        </Badge>
        <span className={styles["soft"]}>
          {recipientOf(entry)}
          {entry.isUndelivered ? ", never handed out" : ""}
          {entry.isPutBack ? "; put back since" : ""}
          {reason ? `: ${reason}` : ""}
        </span>
      </span>
      <span>
        <span
          className={styles["bar"]}
          role="img"
          aria-label={`Valid until ${dateText(entry.notAfter)}, ${end}`}
        >
          <span
            className={styles["over"]}
            data-over={!isValid}
            style={{ width: `${String(shareOver(entry, now) * 100)}%` }}
          />
        </span>
        <span className={styles["soft"]}>
          {isValid ? "ends " : "ended "}
          <Moment as="near" at={entry.notAfter} now={now} />
        </span>
      </span>
      <span className={styles["serial"]} title={`Serial ${serial}`}>
        {serial.slice(0, 8)}
      </span>
    </li>
  );
}

/** A name that a context had; it is as much production as the one that it has now. */
function FormerName({
  name,
  nameNow,
}: {
  readonly name: string;
  readonly nameNow: string;
}) {
  const isProduction = useIsProduction(nameNow);
  return (
    <>
      {" "}
      (was <ContextName name={name} wasProduction={isProduction} />)
    </>
  );
}

function recipientOf({ purpose, recipient, session }: LedgerView): ReactNode {
  switch (purpose) {
    case "session":
      return session === "running" ? "session, running" : "session, ended";
    case "context":
      return about("kept as ", recipient);
    case "cluster":
      return "the cluster's first administrator";
    case "exported":
      return `exported to ${recipient}`;
    case "replaced":
      return about("replaced in ", recipient, "; a copy of it still works");
    case "removed":
      return about("removed with ", recipient, "; a copy of it still works");
    case "handover":
      return `handed to ${recipient}`;
    case "file":
    case "automation":
    case "store":
      return `${purpose} for ${recipient}`;
  }
}

function shareOver({ notBefore, notAfter }: LedgerView, now: number): number {
  const [start, end] = [Date.parse(notBefore), Date.parse(notAfter)];
  return Math.min(1, Math.max(0, (now - start) / (end - start)));
}
