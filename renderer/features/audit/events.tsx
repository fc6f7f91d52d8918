import { useState } from "react";
import type { EventSubject } from "../../routes.ts";
import { ActivityIcon } from "../../ui/icons.ts";
import { Problem } from "../../ui/notice.tsx";
import { Empty, Section } from "../../ui/page.tsx";
import type { VaultView } from "../vault-view.ts";
import { EventFilterBar } from "./event-filter-bar.tsx";
import { EventList } from "./event-list.tsx";
import { filterAbout, isEmptyFilter } from "./event-filter.ts";
import { LogState } from "./log-state.tsx";
import { useEvents } from "./use-events.ts";

/** Every event of the log, newest first, and whether the log is what it was. */
export function Events({
  view,
  about,
}: {
  readonly view: VaultView;
  readonly about: EventSubject | null;
}) {
  const [filter, setFilter] = useState(() => filterAbout(about));
  const events = useEvents(filter);
  const { held, error } = events;
  const isNothing = held?.rows.length === 0 && held.older === null;
  return (
    <>
      <LogState view={view} filter={filter} />
      <Section title="Events">
        <EventFilterBar
          contexts={view.contexts}
          filter={filter}
          onChange={setFilter}
        />
        <Problem error={error} />
        {isNothing && isEmptyFilter(filter) ? (
          <Empty
            icon={<ActivityIcon aria-hidden />}
            title="Nothing happened yet"
          >
            Each session, each call through a gateway, each question to a person
            and each credential is a line here, sealed so that nobody takes it
            out or rewords it without its being told.
          </Empty>
        ) : (
          <EventList events={events} />
        )}
      </Section>
    </>
  );
}
