import { countOf } from "../../../shared/core/counted-noun.ts";
import { shortId } from "../../../shared/core/short-id.ts";
import type { ContextGuard } from "../../../shared/core/vault/document.ts";
import { tightenSessions } from "../../../shared/node/sessions/leases/tighten-sessions.ts";
import type { Cli } from "../../cli.ts";
import type { Terminal } from "../../terminal.ts";

/**
 * Has what runs go by the guard as it is now, beside what it began with: a session gets narrower by it and never wider. Whoever
 * tightens a guard in a hurry is told what does not know of it.
 */
export async function tightenWhatRuns(
  { ports, terminal }: Pick<Cli, "ports" | "terminal">,
  name: string,
  rules: ContextGuard,
): Promise<void> {
  const { reached, notReached } = await tightenSessions(
    ports.leases,
    name,
    rules,
  );
  sayReached(terminal, name, reached.map(shortId));
  sayNotReached(terminal, name, notReached.map(shortId));
}

function sayReached(
  terminal: Terminal,
  name: string,
  ids: readonly string[],
): void {
  if (ids.length === 0) return;
  const [goes, it] = ids.length === 1 ? ["goes", "it"] : ["go", "they"];
  terminal.say(
    `${countOf(ids.length, "running session")} with ${name} ${goes} by it from the next call on, beside what ${it} began with. Calls that run go on. To end them: talos-vault end ${ids.join(" ")}`,
  );
}

function sayNotReached(
  terminal: Terminal,
  name: string,
  ids: readonly string[],
): void {
  if (ids.length === 0) return;
  const [does, keeps, it] =
    ids.length === 1 ? ["does", "keeps", "it"] : ["do", "keep", "they"];
  terminal.say(
    `${countOf(ids.length, "running session")} with ${name} ${does} not answer and ${keeps} the rules that ${it} began with. To end what runs: talos-vault end ${ids.join(" ")}`,
  );
}
