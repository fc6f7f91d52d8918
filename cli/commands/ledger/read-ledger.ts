import { momentText } from "../../../shared/core/moment-text.ts";
import {
  viewLedger,
  type LedgerView,
} from "../../../shared/core/ledger/view.ts";
import type { ConsentNote } from "../../../shared/core/ledger/entry.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { recordAbandoned } from "../../../shared/core/usecases/consent/ask-and-record.ts";
import type { Cli } from "../../cli.ts";
import { consentPorts } from "../../ports/consent/consent-ports.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";

/** The ledger with what became of each credential, newest first; a torn line is said. */
export async function readLedgerViews(
  cli: Cli,
): Promise<Result<readonly LedgerView[]>> {
  const read = await readWholeLedger(cli);
  return read.ok ? success(read.value.entries) : read;
}

/** The same, with what persons were asked. */
export async function readWholeLedger(cli: Cli): Promise<
  Result<{
    readonly entries: readonly LedgerView[];
    readonly asked: readonly ConsentNote[];
  }>
> {
  const { ports, terminal } = cli;
  await ports.sweep();
  const recorded = await recordAbandoned(consentPorts(cli));
  if (!recorded.ok) terminal.fail(recorded.error);
  const read = await ports.ledger.read();
  if (!read.ok) return read;
  const { unreadable, restored } = read.value;
  if (unreadable > 0)
    terminal.say(
      `${countOf(unreadable, "line")} of the ledger cannot be read and ${unreadable === 1 ? "is" : "are"} left out: cut short by a crash, or written by another program.`,
    );
  if (restored)
    terminal.say(
      `The vault came here from a backup of ${momentText(new Date(restored.of))}: what another machine issued or exported since then is in that machine's ledger alone, and is not counted here.`,
    );
  const journal = await ports.journal();
  const entries = viewLedger(
    read.value,
    journal.list(),
    await journal.past(),
    ports.clock.now(),
  );
  return success({ entries, asked: read.value.asked });
}
