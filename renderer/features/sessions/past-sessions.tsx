import type { ReplyOf } from "../../../shared/contract/index.ts";
import { withCommas } from "../../../shared/core/counted-noun.ts";
import type { PastSession } from "../../../shared/core/sessions/history.ts";
import { Section } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import { Moment } from "../times/moment.tsx";
import { ContextCell, CredentialCell } from "./session-cells.tsx";
import styles from "./sessions.module.css";

/** Sessions that are over and were found, newest first; null: not known yet. */
export function PastSessions({
  past,
}: {
  readonly past: ReplyOf<"sessions.past"> | null;
}) {
  if (past === null || past.total === 0) return null;
  const { sessions, total } = past;
  return (
    <Section title="Ended">
      <Table
        label="Sessions: Ended"
        columns={["Context", "Credential", "When"]}
        widths={["36%", "34%", "30%"]}
      >
        {sessions.map((session) => (
          <PastRow key={session.id} session={session} />
        ))}
      </Table>
      {sessions.length < total ? (
        <p className={styles["soft"]}>
          The newest {sessions.length} of {withCommas(total)} are shown; a
          search finds the others.
        </p>
      ) : null}
    </Section>
  );
}

function PastRow({ session }: { readonly session: PastSession }) {
  const { startedAt, endedAt } = session;
  return (
    <tr>
      <ContextCell session={session} />
      <CredentialCell session={session} />
      <td>
        <Moment as="minute" at={startedAt} />
        <div className={styles["soft"]}>
          to <Moment as="minute" at={endedAt} />
        </div>
      </td>
    </tr>
  );
}
