import { useState } from "react";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { go } from "../../routes.ts";
import { Button } from "../../ui/button.tsx";
import { ImportIcon, PlusIcon, SessionsIcon } from "../../ui/icons.ts";
import { Empty, Page, Section } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import type { VaultView } from "../vault-view.ts";
import { SessionRow } from "./session-row.tsx";
import { StartDialog } from "./start-dialog.tsx";

/** Every session on this machine, those of the command line included. */
export function SessionsPage({ view }: { readonly view: VaultView }) {
  const [isStarting, setIsStarting] = useState(false);
  const call = useCall();
  const { run, isBusy } = useAction();
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
  const isEmpty = view.sessions.length === 0;
  return (
    <Page
      title="Sessions"
      actions={
        isEmpty ? null : (
          <>
            <Button
              tone="danger"
              isBusy={isBusy}
              onClick={() => void run(call("sessions.end-all", {}))}
            >
              End all
            </Button>
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
        <Section title="Running">
          <Table
            label="Running sessions"
            columns={["Context", "Credential", "Process", "Ends in", ""]}
            widths={["34%", "28%", "10%", "12%", "16%"]}
          >
            {view.sessions.map((session) => (
              <SessionRow key={session.id} session={session} view={view} />
            ))}
          </Table>
        </Section>
      )}
      {isStarting ? (
        <StartDialog
          view={view}
          context={view.contexts.find(({ current }) => current)?.name ?? null}
          onClose={() => setIsStarting(false)}
        />
      ) : null}
    </Page>
  );
}
