import { countOf } from "../../counted-noun.ts";
import type { GuardedSession } from "../../ports/vault-onlooker.ts";
import { shortId } from "../../short-id.ts";
import type { ContextGuard, VaultDocument } from "../../vault/document.ts";
import { sameValue } from "../../same-value.ts";
import { warning, type Warning } from "../../warning.ts";
import type { VaultPorts } from "./ports.ts";

type Following = Pick<VaultPorts, "onlooker">;

/**
 * What runs goes by the guards of a vault that was just opened: another program, another machine or a person with a backup may
 * have written it. Only a session to which its guard was new is told of.
 */
export async function followSeenGuards(
  { onlooker }: Following,
  seen: VaultDocument,
): Promise<void> {
  const told = await onlooker.tighten((name) => guardIn(seen, name), "short");
  onlooker.tell(warningsOf(told.filter(({ outcome }) => outcome === "new")));
}

/**
 * What runs goes by the guards that a write made others, however they came to be. Whoever wrote is told which sessions that
 * reached, and which did not. Call it when the vault's lock is free: a holder may be slow. `before` null: nobody knows what there was.
 */
export async function followChangedGuards(
  { onlooker }: Following,
  before: VaultDocument | null,
  after: VaultDocument,
): Promise<void> {
  if (before === after) return;
  const told = await onlooker.tighten((name) => {
    const was = before?.contexts.get(name)?.metadata.guard;
    const now = after.contexts.get(name)?.metadata.guard;
    return sameValue(was, now) ? null : guardIn(after, name);
  }, "long");
  onlooker.tell(warningsOf(told));
}

/** Of a context that has no guard: nothing is named, which leaves nothing open that its guard of before opened. */
function guardIn(
  { contexts }: VaultDocument,
  name: string,
): ContextGuard | null {
  const found = contexts.get(name);
  return found ? (found.metadata.guard ?? {}) : null;
}

/** What reached sessions of a context, and then what did not. */
function warningsOf(told: readonly GuardedSession[]): readonly Warning[] {
  const names = [...new Set(told.map(({ context }) => context))];
  return names.flatMap((name) => {
    const own = told.filter(({ context }) => context === name);
    const isSilent = ({ outcome }: GuardedSession) => outcome === "silent";
    const reached = own.filter((one) => !isSilent(one));
    return [
      ...(reached.length > 0 ? [guarded(name, reached)] : []),
      ...(own.length > reached.length
        ? [unguarded(name, own.filter(isSilent))]
        : []),
    ];
  });
}

function guarded(
  context: string,
  sessions: readonly GuardedSession[],
): Warning {
  const [goes, it] = sessions.length === 1 ? ["goes", "it"] : ["go", "they"];
  return warning(
    "session-guarded",
    `${countOf(sessions.length, "running session")} with "${context}" ${goes} by its guard from the next call on, beside what ${it} began with. Calls that run go on.`,
    todoFor(context, sessions),
    "info",
  );
}

function unguarded(
  context: string,
  sessions: readonly GuardedSession[],
): Warning {
  const isOne = sessions.length === 1;
  const [does, keeps, it] = isOne
    ? ["does", "keeps", "it"]
    : ["do", "keep", "they"];
  return warning(
    "session-not-guarded",
    `${countOf(sessions.length, "running session")} with "${context}" ${does} not answer and ${keeps} the rules that ${it} began with.`,
    todoFor(context, sessions),
  );
}

function todoFor(context: string, sessions: readonly GuardedSession[]) {
  return {
    next: "End what is not to go on.",
    actions: ["end-sessions"],
    about: { context, sessions: sessions.map(({ id }) => shortId(id)) },
  } as const;
}
