// `findings`: what is wrong or could be better, across the vault.
// Keep: Codes and severities are published in the JSON, and scripts end by them (--exit-code).
import { Option, type Command } from "commander";
import { severities, type Severity } from "../../../shared/core/problem.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import {
  examineVault,
  listFindings,
} from "../../../shared/core/usecases/findings/list-findings.ts";
import { finish, type Cli } from "../../cli.ts";
import { exitCodes } from "../../exit-codes.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { findingJson } from "../../output/published-json.ts";
import { aboutOnly, nextStep } from "../../output/action-commands.ts";

const namesShown = 8;
const tones = { error: "red", warning: "yellow", info: "dim" } as const;

export function configureFindings(command: Command, cli: Cli): void {
  command
    .option("--json", "print JSON")
    .addOption(
      new Option(
        "--exit-code [severity]",
        "exit with 1 when there is something as bad as this, or worse",
      )
        .choices(severities)
        .preset("warning"),
    )
    .addHelpText(
      "after",
      `
For a timer: talos-vault findings --exit-code. 0 when there is no error and no warning, 1 when there is one,
3 when the vault is locked.`,
    )
    .action((options: Options) => finish(cli, findings(cli, options)));
}

interface Options {
  readonly json?: true;
  readonly exitCode?: Severity;
}

async function findings(
  cli: Cli,
  { json, exitCode }: Options,
): Promise<Result<number>> {
  const { terminal, ports } = cli;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const ledger = await ports.ledger.read();
  if (!ledger.ok) return ledger;
  const past = {
    sessions: await (await ports.journal()).past(),
    ledger: ledger.value.entries,
    renamings: ledger.value.renamings,
  };
  const now = ports.clock.now();
  const examiner = await ports.examiner();
  const findingsOf = await examineVault(examiner, document.value, now);
  const found = listFindings(document.value, past, now, findingsOf);
  const rank = (severity: Severity) => severities.indexOf(severity);
  const isBad =
    exitCode !== undefined &&
    found.some(({ severity }) => rank(severity) <= rank(exitCode));
  const code = isBad ? exitCodes.failed : exitCodes.done;
  if (json) {
    terminal.json({ findings: found.map(findingJson) });
    return success(code);
  }
  if (found.length === 0) terminal.say("Nothing to improve.");
  for (const finding of found) {
    const { severity, message, contexts } = finding;
    const about = aboutOnly(contexts);
    const rest = contexts.length - namesShown;
    const names = contexts.slice(0, namesShown).join(", ");
    terminal.outSentence(
      `${terminal.markData(tones[severity], severity)}  ${message}`,
    );
    terminal.outSentence(
      `  ${names}${rest > 0 ? `, and ${String(rest)} more` : ""}`,
    );
    terminal.outSentence(`  ${nextStep({ ...finding, about })}`);
  }
  return success(code);
}
