import { fewNames } from "../few-names.ts";
import type { AuditEventName } from "./event.ts";
import type { AuditLine } from "./line.ts";

/** What events are about, as a person looks for them. */
export const eventKinds = [
  "sessions",
  "calls",
  "questions",
  "credentials",
  "handovers",
  "vault",
  "log",
] as const;
export type EventKind = (typeof eventKinds)[number];

const words: Readonly<
  Record<AuditEventName, readonly [kind: EventKind, title: string]>
> = {
  "session.start": ["sessions", "Session started"],
  "session.end": ["sessions", "Session ended"],
  "session.extend": ["sessions", "Session extended"],
  "session.repoint": ["sessions", "Session re-pointed"],
  call: ["calls", "Call to a node"],
  "consent.answered": ["questions", "A person was asked"],
  issue: ["credentials", "Credential issued"],
  undelivered: ["credentials", "Credential reached nobody"],
  export: ["credentials", "Credential exported"],
  remove: ["credentials", "Credential removed"],
  replace: ["credentials", "Credential replaced"],
  "handover.give": ["handovers", "Access given"],
  "handover.receipt": ["handovers", "Receipt noted"],
  import: ["vault", "Contexts imported"],
  rename: ["vault", "Context renamed"],
  "context.remove": ["vault", "Contexts removed"],
  "context.put-back": ["vault", "Contexts put back"],
  "context.forget": ["vault", "Removed contexts let go"],
  use: ["vault", "Current context changed"],
  "address.change": ["vault", "Addresses changed"],
  "context.change": ["vault", "Labels or defaults changed"],
  cluster: ["vault", "Secrets of clusters changed"],
  unlock: ["vault", "Vault unlocked"],
  "guard.change": ["vault", "Guards changed"],
  rotation: ["vault", "Other CAs trusted"],
  authority: ["vault", "Authorities changed"],
  "sops-key": ["vault", "Key for SOPS kept or used"],
  recovery: ["vault", "Vault recovered"],
  restore: ["vault", "Vault restored"],
  "log.start": ["log", "Log begun"],
  "log.seal": ["log", "Seal begun"],
  "log.repair": ["log", "Log mended"],
  "log.archive": ["log", "Lines archived"],
  "log.accept": ["log", "Log accepted"],
};

/** An event in a few words; of a newer release its own word. */
export function eventTitle(event: string): string {
  return Object.hasOwn(words, event)
    ? words[event as AuditEventName][1]
    : event;
}

/** The events of these kinds. */
export function eventsOfKinds(
  kinds: readonly EventKind[],
): ReadonlySet<string> {
  const found = Object.entries(words).filter(([, [kind]]) =>
    kinds.includes(kind),
  );
  return new Set(found.map(([event]) => event));
}

/** Of a line that the log repeats of those that were archived: it is no new event. */
export function carriedText(line: number): string {
  return `of archived line ${String(line)}`;
}

const told = ["verdict", "words", "answer", "purpose", "recipient", "what", "from", "to"]; // prettier-ignore

/** What a person is told of a fact. */
function factOf(
  name: string,
  detail: NonNullable<AuditLine["detail"]>,
  context: string | undefined,
): unknown {
  const { purpose, recipient } = detail;
  // A session's id says nothing to anybody, and the event's own context stands beside it.
  if (name === "recipient" && (purpose === "session" || recipient === context))
    return "";
  // That nobody answered is no, and nobody said it.
  if (name === "answer" && detail["answeredBy"] === null)
    return "nobody answered";
  return detail[name];
}

/** What of an event's own facts a person wants to see in a line. */
export function summaryOf({
  event,
  reason,
  carried,
  context,
  detail = {},
}: Pick<
  AuditLine,
  "event" | "reason" | "detail" | "carried" | "context"
>): string {
  const facts = told.flatMap((name) => {
    const value = factOf(name, detail, context);
    return typeof value === "string" && value !== "" ? [value] : [];
  });
  const guards = [...guardFacts(event, detail), ...keptFacts(event, detail)];
  const several = context === undefined ? severalText(detail) : [];
  const repeats = carried === undefined ? [] : [carriedText(carried)];
  const why = reason === undefined ? [] : [reason];
  return [...repeats, ...several, ...facts, ...guards, ...why].join(", ");
}

const asked: Readonly<Record<string, string>> = {
  always: "asks always",
  writes: "asks before changes",
  never: "asks never",
  default: "asks as usual",
};

/** How a context is guarded from then on, or what is asked where it has no rule of its own. */
function guardFacts(
  event: string,
  detail: NonNullable<AuditLine["detail"]>,
): readonly string[] {
  const { production, consent, guard, vault } = detail;
  const word = (value: unknown) =>
    typeof value === "string" ? [asked[value] ?? value] : [];
  // A seal has a fact of that name, too: for which vault it was begun.
  if (event === "guard.change" && vault !== undefined)
    return word(vault).map((text) => `contexts without a rule: ${text}`);
  if (typeof production !== "boolean") return [];
  return [
    production ? "production" : "not production",
    ...word(consent),
    ...(typeof guard === "object" && guard !== null ? rulesOf(guard) : []),
  ];
}

/** What the vault has from then on, or has no more: by its name, where it is no fingerprint. */
function keptFacts(
  event: string,
  detail: NonNullable<AuditLine["detail"]>,
): readonly string[] {
  if (!["authority", "cluster", "sops-key"].includes(event)) return [];
  return (["added", "removed"] as const).flatMap((what) => {
    const list = detail[what];
    const names = Array.isArray(list) ? list.filter((one) => typeof one === "string") : []; // prettier-ignore
    if (names.length === 0) return [];
    return event === "authority"
      ? [what === "added" ? "its CA's key is kept" : "its CA's key is let go"]
      : [`${what} ${fewNames(names, (name) => name)}`];
  });
}

/** By the names that the log has: it may be of a later release, or not what it was. */
function rulesOf(guard: object): readonly string[] {
  return Object.entries(guard).map(([name, value]: [string, unknown]) => {
    const entries = Array.isArray(value) ? value : [value];
    const values = entries.filter((one) => ["string", "number"].includes(typeof one)); // prettier-ignore
    return [name, values.join(" ")].filter(Boolean).join(" ");
  });
}

/** The contexts that an event of several is about: the first of them, where there were very many. */
export function contextsIn(
  detail: NonNullable<AuditLine["detail"]>,
): readonly string[] {
  const { contexts } = detail;
  return Array.isArray(contexts)
    ? contexts.filter((name) => typeof name === "string")
    : [];
}

/** Contexts that came or went together stand in no column. */
function severalText(
  detail: NonNullable<AuditLine["detail"]>,
): readonly string[] {
  const names = contextsIn(detail);
  const { count } = detail;
  const all = typeof count === "number" ? Math.max(count, names.length) : names.length; // prettier-ignore
  return names.length === 0 ? [] : [fewNames(names, (name) => name, all)];
}

/** Facts that are another context's name, or the one that a context had. */
const naming = ["from", "to", "was", "is", "asker"] as const;
const namingEvents = ["rename", "use", "session.repoint"];

/** Every context that an event names, each once. Empty names are none. */
export function namedIn({
  event,
  context = "",
  detail = {},
}: Pick<AuditLine, "event" | "context" | "detail">): readonly string[] {
  const others = namingEvents.includes(event)
    ? naming.map((fact) => detail[fact])
    : [];
  const all = [context, ...contextsIn(detail), ...others];
  return [...new Set(all)].filter(
    (name) => typeof name === "string" && name !== "",
  ) as readonly string[];
}
