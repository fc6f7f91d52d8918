// `ledger` and `blast-radius`: what was issued, and what of it still opens a cluster.
// Keep: Read only; the keys of the JSON are published.
import type { Command } from "commander";
import {
  searchLedger,
  type LedgerView,
} from "../../../shared/core/ledger/view.ts";
import { didYouMean } from "../../../shared/core/closest.ts";
import type { ConsentNote } from "../../../shared/core/ledger/entry.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { finish, type Cli } from "../../cli.ts";
import { ledgerTable, questionTable } from "./ledger-table.ts";
import { readWholeLedger } from "./read-ledger.ts";

interface Options {
  readonly valid?: true;
  readonly asked?: true;
  readonly json?: true;
}

export function configureLedger(command: Command, cli: Cli): void {
  command
    .argument(
      "[words...]",
      "only what has them: a context, a role, a person, a serial, a reason",
    )
    .option("--valid", "only what Talos still accepts")
    .option("--asked", "what persons were asked, and what they answered")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
A line for everything that was ever issued from this vault, sessions included, for every certificate
that was exported, and for every valid one that was replaced in it or removed from it. It is written
before anybody has the credential, holds no key, and needs no unlocking: a view of the audit log.`,
    )
    .action((words: string[], options: Options) =>
      finish(cli, ledger(cli, words, options)),
    );
}

async function ledger(
  cli: Cli,
  words: readonly string[],
  { valid, asked, json }: Options,
): Promise<Result<void>> {
  const read = await readWholeLedger(cli);
  if (!read.ok) return read;
  const views = read.value.entries;
  const found = searchLedger(views, words.join(" ")).filter(
    ({ isValid }) => isValid || !valid,
  );
  const { terminal, ports } = cli;
  const questions = searchQuestions(read.value.asked, words);
  if (json) terminal.json({ entries: found, asked: questions });
  else if (asked) tellQuestions(cli, questions);
  else if (found.length === 0)
    terminal.say(
      views.length === 0
        ? "Nothing was issued from this vault yet, and nothing left it."
        : `No entry of the ledger matches. ${didYouMean(words.join(" "), views.flatMap(wordsOf))}`.trimEnd(),
    );
  else terminal.outLines(ledgerTable(found, ports.clock.now(), terminal));
  return success(undefined);
}

/** What a person may have meant with a word: a context, a role, somebody. */
function wordsOf({ context, nameNow, roles, recipient }: LedgerView) {
  return [context, nameNow, ...roles, recipient];
}

function tellQuestions(
  { terminal }: Cli,
  questions: readonly ConsentNote[],
): void {
  if (questions.length === 0) terminal.say("No person was asked anything.");
  else terminal.outLines(questionTable(questions, terminal));
}

/** Those that have all of the words, in whatever they say. */
function searchQuestions(
  questions: readonly ConsentNote[],
  words: readonly string[],
): readonly ConsentNote[] {
  return questions.filter((one) => {
    const text = JSON.stringify(one).toLowerCase();
    return words.every((word) => text.includes(word.toLowerCase()));
  });
}
