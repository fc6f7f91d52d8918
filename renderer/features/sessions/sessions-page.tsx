// The page of sessions, and the dialogs that start one.
// Keep: A session's credential never comes here.
import { useState } from "react";
import type { ListedSession } from "../../../shared/contract/sessions.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { go } from "../../routes.ts";
import { Button } from "../../ui/button.tsx";
import { ImportIcon, PlusIcon, SessionsIcon } from "../../ui/icons.ts";
import { Empty, Page, Section } from "../../ui/page.tsx";
import { CommandTable } from "../../ui/table.tsx";
import { useCurrentRow } from "../rows/index.ts";
import { useNow } from "../times/now.ts";
import type { VaultView } from "../vault-view.ts";
import { CallsSection } from "./session-calls.tsx";
import { SessionRow } from "./session-row.tsx";
import { StartDialog } from "./start-dialog.tsx";

const second = 1000;

/** Every session on this machine, those of the command line included. */
export function SessionsPage({ view }: { readonly view: VaultView }) {
  const [isStarting, setIsStarting] = useState(false);
  const [watched, setWatched] = useState<string | null>(null);
  const call = useCall();
  const { run, isBusy } = useAction();
  const current = useCurrentRow();
  const start =
    view.contexts.length === 0 ? (
      <Button tone="primary" onClick={() => go({ page: "import" })}>
        <ImportIcon aria-hidden />
        Import a talosconfig
      </Button>
    ) : (
      <Button tone="primary" onClick={() => setIsStarting(true)}>
        <PlusIcon aria-hidden />
        Start a session…
      </Button>
    );
  const now = useNow(second);
  const isRunning = ({ state, expiresAt }: ListedSession) =>
    state === "active" && Date.parse(expiresAt) > now;
  const running = view.sessions.filter(isRunning);
  const over = view.sessions.filter((session) => !isRunning(session));
  const shown = running.find(({ id }) => id === watched);
  const isEmpty = view.sessions.length === 0;
  return (
    <Page
      title="Sessions"
      actions={
        isEmpty ? null : (
          <>
            {running.length > 0 ? (
              <Button
                tone="danger"
                isBusy={isBusy}
                onClick={() => void run(call("sessions.end-all", {}))}
              >
                End all
              </Button>
            ) : null}
            {start}
          </>
        )
      }
    >
      {isEmpty ? (
        <Empty
          icon={<SessionsIcon aria-hidden />}
          title="No session is running"
          action={start}
        >
          A session gives one terminal one context, for a while. When its time
          is up or its shell ends, the credential is gone, even after a kill -9.
          Sessions that the command line starts appear here too.
        </Empty>
      ) : (
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
      )}
      {isStarting ? (
        <StartDialog
          view={view}
          context={current?.name ?? null}
          onClose={() => setIsStarting(false)}
        />
      ) : null}
    </Page>
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
