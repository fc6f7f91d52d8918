// The audit log on the page: all events, and what of them is looked at as credentials, hand-overs and blast radius.
// Keep: One page for one log; it holds a window of it, and nothing in it is changed but by a person's word.
import { hashOf, type ActivityView, type Route } from "../../routes.ts";
import { Page } from "../../ui/page.tsx";
import { ViewLinks } from "../../ui/presets.tsx";
import { Handovers } from "../handover/index.ts";
import { BlastRadius, Credentials } from "../ledger/index.ts";
import type { VaultView } from "../vault-view.ts";
import { Events } from "./events.tsx";

type ActivityRoute = Extract<Route, { page: "activity" }>;

const views: readonly (readonly [ActivityView | undefined, string])[] = [
  [undefined, "Events"],
  ["credentials", "Credentials"],
  ["handovers", "Hand-overs"],
  ["radius", "Blast radius"],
];

/** What happened with this vault, and what came of it. */
export function ActivityPage({
  view,
  route: { view: shown, about },
}: {
  readonly view: VaultView;
  readonly route: ActivityRoute;
}) {
  return (
    <Page
      title="Activity"
      actions={
        <ViewLinks
          label="Views of the activity"
          views={views.map(([one, text]) => ({
            text,
            href: hashOf(one ? { page: "activity", view: one } : { page: "activity" }), // prettier-ignore
            isShown: one === shown,
          }))}
        />
      }
    >
      {shown === undefined ? (
        <Events
          // Another subject begins with its own filter.
          key={about ? `${about.kind} ${about.name}` : ""}
          view={view}
          about={about ?? null}
        />
      ) : shown === "credentials" ? (
        <Credentials />
      ) : shown === "handovers" ? (
        <Handovers view={view} />
      ) : (
        <BlastRadius view={view} />
      )}
    </Page>
  );
}
