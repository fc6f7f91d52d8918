import type { EventFilter } from "../../../shared/contract/audit.ts";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import type { EventKind } from "../../../shared/core/audit/event-text.ts";
import { shortId } from "../../../shared/core/short-id.ts";
import type { EventSubject } from "../../routes.ts";
import { nameAsText } from "../names/name-as-text.ts";

export const emptyFilter: EventFilter = {
  words: "",
  context: "",
  session: "",
  person: "",
  kinds: [],
  since: null,
  until: null,
};

/** What is shown at first. */
export function filterAbout(about: EventSubject | null): EventFilter {
  return about === null
    ? emptyFilter
    : { ...emptyFilter, [about.kind]: about.name };
}

export function isEmptyFilter(filter: EventFilter): boolean {
  return JSON.stringify(filter) === JSON.stringify(emptyFilter);
}

export const kindTexts: Readonly<Record<EventKind, string>> = {
  sessions: "Sessions",
  calls: "Calls",
  questions: "Questions",
  credentials: "Credentials",
  handovers: "Hand-overs",
  vault: "Vault",
  log: "The log itself",
};

/** What the list is narrowed by, each in words and with what takes it off. */
export function activeIn(
  filter: EventFilter,
  contexts: readonly ListedContext[],
): readonly { readonly text: string; readonly without: EventFilter }[] {
  const { context, session, person, kinds, since, until } = filter;
  const one = (text: string, change: Partial<EventFilter>) => ({
    text,
    without: { ...filter, ...change },
  });
  const row = contexts.find(({ name }) => name === context) ?? null;
  return [
    ...(context === ""
      ? []
      : [one(`Context ${nameAsText(context, row)}`, { context: "" })]),
    ...(session === ""
      ? []
      : [one(`Session ${shortId(session)}`, { session: "" })]),
    ...(person === "" ? [] : [one(`By or for ${person}`, { person: "" })]),
    ...kinds.map((kind) =>
      one(kindTexts[kind], { kinds: kinds.filter((other) => other !== kind) }),
    ),
    ...(since === null ? [] : [one(`From ${dayOf(since)}`, { since: null })]),
    ...(until === null ? [] : [one(`To ${lastDayOf(until)}`, { until: null })]),
  ];
}

/** A day as a field has it, on the person's own clock; empty: none. */
export function dayOf(moment: string | null): string {
  if (moment === null) return "";
  const at = new Date(moment);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** When a day that a field has begins; null: it has none. */
export function beginOf(day: string): string | null {
  const at = new Date(`${day}T00:00:00`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** The last day before a moment. */
export function lastDayOf(until: string | null): string {
  return until === null
    ? ""
    : dayOf(new Date(Date.parse(until) - 1).toISOString());
}

/** When the day after one begins; null: there is none. */
export function endOf(day: string): string | null {
  const at = new Date(`${day}T00:00:00`);
  if (Number.isNaN(at.getTime())) return null;
  at.setDate(at.getDate() + 1);
  return at.toISOString();
}
