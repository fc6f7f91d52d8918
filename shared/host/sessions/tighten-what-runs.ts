import { countOf } from "../../core/counted-noun.ts";
import type { ContextGuard } from "../../core/vault/document.ts";
import type { HostContext } from "../host-context.ts";

/** Whoever tightens a guard in a hurry is told what goes by it, and what does not know of it. */
export async function tightenWhatRuns(
  { events, ports }: HostContext,
  name: string,
  rules: ContextGuard,
): Promise<void> {
  const { reached, notReached } = await ports.sessions.tighten(name, rules);
  const tell = (tone: "info" | "warning", title: string, text: string) =>
    events.tell({ kind: "notice", tone, title, text, contexts: [name] });
  const sessions = ({ length }: readonly string[]) =>
    countOf(length, "running session");
  if (reached.length > 0)
    tell("info", "What runs is guarded too", `${sessions(reached)}, from the next call on and never by less than before. Calls that run go on.`); // prettier-ignore
  if (notReached.length > 0)
    tell("warning", "What runs does not answer", `${sessions(notReached)}, with the rules of before. End what is not to go on.`); // prettier-ignore
}

/** The same for all guards that a change of the whole vault made others, as an undo and a restore do. */
export async function tightenAll(
  context: HostContext,
  guards: ReadonlyMap<string, ContextGuard>,
): Promise<void> {
  await Promise.all(
    [...guards].map(([name, rules]) => tightenWhatRuns(context, name, rules)),
  );
}
