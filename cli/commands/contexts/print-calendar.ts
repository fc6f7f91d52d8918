import { success, type Result } from "../../../shared/core/result.ts";
import { listAuthorities } from "../../../shared/core/usecases/authorities/list-authorities.ts";
import { describeContexts } from "../../../shared/core/usecases/contexts/describe-contexts.ts";
import { expiryCalendar } from "../../../shared/core/usecases/renewal/expiry-calendar.ts";
import type { ContextView } from "../../../shared/core/vault/views.ts";
import type { Cli } from "../../cli.ts";
import { exitCodes } from "../../exit-codes.ts";
import { openDocument } from "../../ports/vault/open-document.ts";

/** Prints a file for a calendar: when the certificates of the contexts that are chosen end, and the CAs that these trust. */
export async function printCalendar(
  cli: Cli,
  choose: (
    all: readonly ContextView[],
    now: Date,
  ) => Result<readonly ContextView[]>,
): Promise<Result<number>> {
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const now = cli.ports.clock.now();
  const chosen = choose(await describeContexts(document.value), now);
  if (!chosen.ok) return chosen;
  const names = new Set(chosen.value.map(({ name }) => name));
  const authorities = listAuthorities(document.value, now)
    .filter((one) => one.contexts.some((name) => names.has(name)))
    .map(({ authority }) => authority);
  const wanted = { contexts: chosen.value, authorities: new Set(authorities) };
  const calendar = expiryCalendar(document.value, wanted, now);
  if (calendar === null) {
    cli.terminal.say("Nothing of that is to end any more: no calendar.");
    return success(exitCodes.done);
  }
  const bytes = new TextEncoder().encode(calendar.text);
  const printed = await cli.terminal.handOut(bytes);
  return printed.ok ? success(exitCodes.done) : printed;
}
