// What was issued, and what would still open each cluster: views of the audit log.
// Keep: Read only: what was issued is written where it is issued.
import { useState } from "react";
import type { LedgerPage as LedgerReply } from "../../../shared/contract/issuing.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { ActivityIcon } from "../../ui/icons.ts";
import { Notice, Problem } from "../../ui/notice.tsx";
import { Empty, Section } from "../../ui/page.tsx";
import { allCredentials, CredentialsFilterBar } from "./credentials-filter.tsx";
import { countText } from "./count-text.ts";
import styles from "./ledger.module.css";
import { CredentialsTimeLine } from "./credentials-time-line.tsx";

/** Everything that was ever issued from this vault, and what is still valid of it. */
export function Credentials() {
  const [filter, setFilter] = useState(allCredentials);
  const page = useAnswer("ledger.list", filter, ["vault", "sessions"]);
  const authorities = useAnswer("contexts.authorities", {}, ["vault"]);
  const isEmpty =
    page.value?.total === 0 &&
    JSON.stringify(filter) === JSON.stringify(allCredentials);
  return (
    <>
      <Problem error={page.error} />
      {isEmpty ? (
        <Empty
          icon={<ActivityIcon aria-hidden />}
          title="Nothing was issued yet"
        >
          Every credential that the vault makes is written down here before
          anybody has it: for whom, what it may do, until when. The list holds
          no key, and a restored backup does not shorten it.
        </Empty>
      ) : (
        <>
          <CredentialsFilterBar
            filter={filter}
            roles={page.value?.roles ?? []}
            authorities={authorities.value ?? []}
            onChange={setFilter}
          />
          {page.value ? <Found page={page.value} /> : null}
        </>
      )}
    </>
  );
}

function Found({ page }: { readonly page: LedgerReply }) {
  const { entries, total, unreadable } = page;
  return (
    <>
      {unreadable > 0 ? (
        <Notice tone="warning">
          {unreadable} lines cannot be read: a crash tore them, or somebody else
          wrote them.
        </Notice>
      ) : null}
      <Section title={countText(page)}>
        {entries.length === 0 ? (
          <p className={styles["soft"]}>No entries match.</p>
        ) : (
          <CredentialsTimeLine entries={entries} />
        )}
        {entries.length < total ? (
          <p className={styles["soft"]}>
            The newest {entries.length} are shown; a search finds the others.
          </p>
        ) : null}
      </Section>
    </>
  );
}
