import type { AuditEvent, AuditEventName } from "../../audit/event.ts";
import type {
  RemovedContext,
  StoredContext,
  VaultDocument,
} from "../../vault/document.ts";
import { sameValue } from "../../same-value.ts";

/** Of more contexts that come or go at once their number alone is told. */
const namesTold = 100;

/** Contexts that came, were put back, were taken out or are kept no more, and which one is current from now on. */
export function contextEvents(
  before: VaultDocument,
  after: VaultDocument,
): readonly AuditEvent[] {
  const known = new Set(before.contexts.values());
  const present = new Set(after.contexts.values());
  const arrived = [...after.contexts].filter(
    // One that was renamed is the same.
    ([name, one]) => !before.contexts.has(name) && !known.has(one),
  );
  const removed = new Set((before.removed ?? []).map(({ context }) => context));
  const isBack = ([, one]: readonly [string, StoredContext]) =>
    removed.has(one);
  const isNew = (named: readonly [string, StoredContext]) => !isBack(named);
  const gone = [...before.contexts].filter(
    ([name, one]) => !after.contexts.has(name) && !present.has(one),
  );
  return [
    ...told("import", arrived.filter(isNew).map(nameOf)),
    ...putBackEvents(arrived.filter(isBack)),
    ...told("context.remove", gone.map(nameOf)),
    ...told("context.forget", forgotten(before, after, present)),
    ...nowCurrent(before, after),
  ];
}

/** By it the ledger knows that what it says was removed is in the vault again. */
function putBackEvents(
  back: readonly (readonly [string, StoredContext])[],
): readonly AuditEvent[] {
  const fingerprints = back.flatMap(
    ([, { metadata }]) => metadata.certificate?.fingerprint ?? [],
  );
  return told("context.put-back", back.map(nameOf)).map((event) => ({
    ...event,
    detail: { ...event.detail, fingerprints },
  }));
}

function nameOf([name]: readonly [string, StoredContext]): string {
  return name;
}

/** Names of removed contexts that can be put back no more. */
function forgotten(
  { removed = [] }: VaultDocument,
  { removed: kept = [] }: VaultDocument,
  present: ReadonlySet<StoredContext>,
): readonly string[] {
  const keyOf = ({ name, removedAt }: RemovedContext) =>
    `${String(removedAt.getTime())} ${name}`;
  const keys = new Set(kept.map(keyOf));
  return removed
    .filter((one) => !keys.has(keyOf(one)) && !present.has(one.context))
    .map(({ name }) => name);
}

function told(
  event: AuditEventName,
  names: readonly string[],
): readonly AuditEvent[] {
  return names.length === 0 ? [] : [{ event, ...aboutContexts(names) }];
}

/** Which contexts an event is about: by name, where it is one; nothing where it is none. */
export function aboutContexts(
  names: readonly string[],
): Pick<AuditEvent, "context" | "detail"> {
  const [context] = names;
  if (context === undefined) return {};
  const detail = { count: names.length, contexts: names.slice(0, namesTold) };
  return { ...(names.length === 1 ? { context } : {}), detail };
}

/** What the next talosctl without a name goes to. One that has another name now, and none, are told otherwise. */
function nowCurrent(
  before: VaultDocument,
  after: VaultDocument,
): readonly AuditEvent[] {
  const { current: context } = after;
  const was = before.current;
  if (context === was || context === "") return [];
  const one = after.contexts.get(context);
  const isRenamed = one !== undefined && before.contexts.get(was) === one;
  return isRenamed ? [] : [{ event: "use", context, detail: { was } }];
}

/** Where a context that stays leads: what is sent to an address is sent with the context's credential. */
export function addressEvents(
  context: string,
  was: StoredContext,
  one: StoredContext,
): readonly AuditEvent[] {
  const [from, to] = [addressesOf(was), addressesOf(one)];
  // A proxy's address may have a password in it: that it is another one is told.
  const isProxySame = was.config.proxyUrl === one.config.proxyUrl;
  if (isProxySame && sameValue(from, to)) return [];
  const detail = { was: from, is: to, proxyChanged: !isProxySame };
  return [{ event: "address.change", context, detail }];
}

function addressesOf({ config: { endpoints, nodes } }: StoredContext) {
  return { endpoints: endpoints.map(withoutLogin), nodes };
}

/** An endpoint that was typed as a web address may have a password in it. */
function withoutLogin(endpoint: string): string {
  return endpoint.replace(/^([a-z][\w+.-]*:\/\/)?[^/]*@/i, "$1");
}
