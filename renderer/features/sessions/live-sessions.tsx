import { useState } from "react";
import type { ListedSession } from "../../../shared/contract/sessions.ts";
import { Section } from "../../ui/page.tsx";
import { CommandTable } from "../../ui/table.tsx";
import { useNow } from "../times/now.ts";
import type { VaultView } from "../vault-view.ts";
import { CallsSection } from "./session-calls.tsx";
import { isRunning, SessionRow } from "./session-row.tsx";

const second = 1000;

/** Sessions that run, or whose shell is still open. */
export function LiveSessions({
  sessions,
  view,
}: {
  readonly sessions: readonly ListedSession[];
  readonly view: VaultView;
}) {
  const [watched, setWatched] = useState<string | null>(null);
  const now = useNow(second);
  const running = sessions.filter((session) => isRunning(session, now));
  const over = sessions.filter((session) => !isRunning(session, now));
  const shown = running.find(({ id }) => id === watched);
  return (
    <>
      <Sessions
        title="Running"
        columns={["Context", "Credential", "Runs", "Ends in", ""]}
        sessions={running}
        view={view}
        watched={shown?.id ?? null}
        onWatch={(id) => setWatched(id === shown?.id ? null : id)}
      />
      {shown ? <CallsSection key={shown.id} session={shown} /> : null}
      <Sessions
        title="Over, in a shell that is still open"
        columns={["Context", "Credential", "Runs", "State", ""]}
        sessions={over}
        view={view}
        watched={null}
        onWatch={() => undefined}
      />
    </>
  );
}

function Sessions({
  title,
  columns,
  sessions,
  view,
  watched,
  onWatch,
}: {
  readonly title: string;
  readonly columns: readonly string[];
  readonly sessions: readonly ListedSession[];
  readonly view: VaultView;
  /** The session whose calls are shown; null: none. */
  readonly watched: string | null;
  readonly onWatch: (id: string) => void;
}) {
  if (sessions.length === 0) return null;
  return (
    <Section title={title}>
      <CommandTable
        label={`Sessions: ${title}`}
        columns={columns}
        widths={["25%", "23%", "17%", "13%", "22%"]}
      >
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            view={view}
            isWatched={session.id === watched}
            onWatch={() => onWatch(session.id)}
          />
        ))}
      </CommandTable>
    </Section>
  );
}
