// `ledger` and `blast-radius`: what was issued, and what of it still opens a cluster.
// Keep: Read only; the keys of the JSON are published.
import type { Command } from "commander";
import { searchLedger } from "../../../shared/core/ledger/view.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { finish, type Cli } from "../../cli.ts";
import { ledgerTable } from "./ledger-table.ts";
import { readLedgerViews } from "./read-ledger.ts";

interface Options {
  readonly valid?: true;
  readonly json?: true;
}

export function configureLedger(command: Command, cli: Cli): void {
  command
    .argument(
      "[words...]",
      "only what has them: a context, a role, a person, a serial, a reason",
    )
    .option("--valid", "only what Talos still accepts")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
A line for everything that was ever issued from this vault, sessions included, for every certificate
that was exported, and for every valid one that was replaced in it or removed from it. It is written
before anybody has the credential, holds no key, and needs no unlocking: ledger.jsonl in the vault's folder.`,
    )
    .action((words: string[], options: Options) =>
      finish(cli, ledger(cli, words, options)),
    );
}

async function ledger(
  cli: Cli,
  words: readonly string[],
  { valid, json }: Options,
): Promise<Result<void>> {
  const views = await readLedgerViews(cli);
  if (!views.ok) return views;
  const found = searchLedger(views.value, words.join(" ")).filter(
    ({ isValid }) => isValid || !valid,
  );
  const { terminal, ports } = cli;
  if (json) terminal.json({ entries: found });
  else if (found.length === 0)
    terminal.say(
      views.value.length === 0
        ? "Nothing was issued from this vault yet, and nothing left it."
        : "No entry of the ledger matches.",
    );
  else terminal.outLines(ledgerTable(found, ports.clock.now(), terminal));
  return success(undefined);
}
