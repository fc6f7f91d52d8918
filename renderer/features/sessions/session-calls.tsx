import type {
  CallProcess,
  CallRecord,
} from "../../../shared/core/gateway/calls/call-record.ts";
import { grpcCodeName } from "../../../shared/core/gateway/calls/grpc-code-name.ts";
import type { SessionView } from "../../../shared/core/sessions/session-view.ts";
import { countOf, withCommas } from "../../../shared/core/counted-noun.ts";
import { Badge } from "../../ui/badge.tsx";
import { Section } from "../../ui/page.tsx";
import { usePageList } from "../../ui/page-list.ts";
import { clockText } from "../times/date-text.ts";
import { ContextName } from "../names/context-name.tsx";
import { verdictText, verdictTone } from "./calls.ts";
import { EndButton } from "./end-button.tsx";
import styles from "./sessions.module.css";
import { useCalls } from "./use-calls.ts";
import { restrictionsText } from "./session-restrictions.tsx";

const usualHeight = 54;
const estimateSize = () => usualHeight;

/** What goes through a session's gateway, the newest first, while it does. */
export function CallsSection({ session }: { readonly session: SessionView }) {
  const { id, context, walls } = session;
  const known = useCalls(id);
  const records = known?.records ?? [];
  return (
    <Section
      title="Calls"
      action={
        <EndButton
          session={session}
          tone="danger"
          size="small"
          aria-label={`End the session with ${context} and what runs in it`}
        >
          End the session
        </EndButton>
      }
    >
      <div>
        <span className={styles["context"]}>
          <ContextName name={context} />
          <span className={styles["soft"]} role="status">
            {known === null
              ? "The program that holds it does not answer."
              : countText(known)}
          </span>
        </span>
        <p className={styles["walls"]}>
          The session cannot {restrictionsText(walls)}.
        </p>
      </div>
      {known !== null && records.length === 0 ? (
        <p className={styles["soft"]}>
          Nothing was asked through it yet. What its terminal asks of the
          cluster appears here.
        </p>
      ) : (
        <Calls records={records} />
      )}
    </Section>
  );
}

/** Only those that can be seen are drawn. */
function Calls({ records }: { readonly records: readonly CallRecord[] }) {
  const { list, ref, top } = usePageList({
    count: records.length,
    estimateSize,
    overscan: 8,
  });
  const items = list.getVirtualItems();
  return (
    <div ref={ref} style={{ height: list.getTotalSize() }}>
      <ul
        className={styles["callList"]}
        style={{
          transform: `translateY(${String((items[0]?.start ?? top) - top)}px)`,
        }}
      >
        {items.map(({ index }) => {
          const record = records.at(-1 - index);
          return record ? (
            <li
              key={record.number}
              className={styles["call"]}
              data-index={index}
              ref={list.measureElement}
              aria-posinset={index + 1}
              aria-setsize={records.length}
            >
              <Call record={record} />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

function Call({ record }: { readonly record: CallRecord }) {
  const { time, words, method, nodes, process, code, message, ms } = record;
  return (
    <>
      <time dateTime={time} className={styles["callTime"]}>
        {clockText(time)}
      </time>
      <span className={styles["callWords"]}>
        {words === "" ? method : words}
        <span className={styles["callFacts"]}>
          {message ?? whomText(nodes)}
          {process === null ? null : (
            <span title={process.path ?? undefined}>
              {` · ${programText(process)}`}
            </span>
          )}
        </span>
      </span>
      <span className={styles["callVerdict"]}>
        <Badge tone={verdictTone(record)}>{verdictText(record)}</Badge>
        {code === null ? null : (
          <span className={styles["soft"]}>{grpcCodeName(code)}</span>
        )}
      </span>
      <span className={styles["callMs"]}>
        {ms === null ? "…" : `${withCommas(ms)} ms`}
      </span>
    </>
  );
}

function whomText(nodes: CallRecord["nodes"]): string {
  return nodes.length === 0 ? "the node that answers" : nodes.join(", ");
}

/** By the name of its file, which is harder to choose than its own. */
function programText({ pid, path }: CallProcess): string {
  const name = path?.slice(path.lastIndexOf("/") + 1) ?? "a program";
  return `${name} (${String(pid)})`;
}

function countText({
  calls,
  held,
}: {
  readonly calls: number;
  readonly held: number;
}): string {
  const waiting = held > 0 ? `, ${countOf(held, "waits", "wait")}` : "";
  return `${countOf(calls, "call")}${waiting}`;
}
