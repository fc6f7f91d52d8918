// The page of sessions, and the dialogs that start one.
// Keep: A session's credential never comes here.
import { useState, type ReactNode } from "react";
import { hasWords } from "../../../shared/core/text/has-words.ts";
import { useAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { go } from "../../routes.ts";
import { Button } from "../../ui/button.tsx";
import { SearchField } from "../../ui/filters.tsx";
import { ImportIcon, PlusIcon, SessionsIcon } from "../../ui/icons.ts";
import { Problem } from "../../ui/notice.tsx";
import { Empty, Page } from "../../ui/page.tsx";
import { useCurrentRow } from "../rows/index.ts";
import { useNow } from "../times/now.ts";
import type { VaultView } from "../vault-view.ts";
import { LiveSessions } from "./live-sessions.tsx";
import { PastSessions } from "./past-sessions.tsx";
import { isRunning, searchedIn } from "./session-row.tsx";
import { StartDialog } from "./start-dialog.tsx";

const second = 1000;

/** Every session on this machine, those of the command line included, and those that are over. */
export function SessionsPage({ view }: { readonly view: VaultView }) {
  const [isStarting, setIsStarting] = useState(false);
  const [search, setSearch] = useState("");
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
  const isSearching = search.trim() !== "";
  const isEmpty = view.sessions.length === 0;
  return (
    <Page
      title="Sessions"
      actions={
        isEmpty ? null : (
          <>
            {/* While a search hides some, nobody would see what ends. */}
            {isSearching ? null : <EndAll view={view} />}
            {start}
          </>
        )
      }
    >
      <Found
        view={view}
        search={search}
        onSearch={setSearch}
        none={
          <Empty
            icon={<SessionsIcon aria-hidden />}
            title="No session is running"
            action={start}
          >
            A session gives one terminal one context, for a while. When its time
            is up or its shell ends, the credential is gone, even where the
            shell was killed. Sessions that the command line starts appear here
            too.
            {view.contexts.length === 0
              ? " There is no context to start one with yet."
              : null}
          </Empty>
        }
      />
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

/** What has all words of the search: first what runs. */
function Found({
  view: { sessions },
  view,
  search,
  onSearch,
  none,
}: {
  readonly view: VaultView;
  readonly search: string;
  readonly onSearch: (words: string) => void;
  /** In the place of sessions, where there is none. */
  readonly none: ReactNode;
}) {
  const past = useAnswer("sessions.past", { search }, ["sessions", "vault"]);
  const found = sessions.filter((one) => hasWords(searchedIn(one), search));
  const count = found.length + (past.value?.total ?? 0);
  const isSearched = search.trim() !== "";
  return (
    <>
      {sessions.length + count > 0 || isSearched ? (
        <SearchField
          label="Search sessions"
          placeholder="A context, a role, a program, a reason"
          value={search}
          onChange={onSearch}
        />
      ) : null}
      {sessions.length === 0 ? none : null}
      <LiveSessions sessions={found} view={view} />
      <Problem error={past.error} />
      <PastSessions past={past.value} />
      {isSearched && past.value && count === 0 ? (
        <p role="status">No session matches.</p>
      ) : null}
    </>
  );
}

function EndAll({ view }: { readonly view: VaultView }) {
  const call = useCall();
  const { run, isBusy } = useAction();
  const now = useNow(second);
  return view.sessions.some((session) => isRunning(session, now)) ? (
    <Button
      tone="danger"
      isBusy={isBusy}
      onClick={() => void run(call("sessions.end-all", {}))}
    >
      End all
    </Button>
  ) : null;
}
