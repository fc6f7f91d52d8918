import { Option, type Command } from "commander";
import {
  severities,
  type Finding,
} from "../../../shared/core/certificates/finding.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { adviseVault } from "../../../shared/core/usecases/findings/advise.ts";
import { finish, type Cli } from "../../cli.ts";
import { exitCodes } from "../../exit-codes.ts";
import { openDocument } from "../../ports/open-document.ts";
import { adviceText } from "../../words/remedy-commands.ts";

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
For a timer: talos-vault findings --exit-code: 0 when there is no error and no warning, 1 when there is one,
3 when the vault is locked.`,
    )
    .action((options: Options) => finish(cli, findings(cli, options)));
}

interface Options {
  readonly json?: true;
  readonly exitCode?: Finding["severity"];
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
    sessions: ports.journal.history.read(),
    ledger: ledger.value.entries,
    renamings: ledger.value.renamings,
  };
  const found = adviseVault(document.value, past, ports.clock.now());
  const rank = (severity: Finding["severity"]) => severities.indexOf(severity);
  const isBad =
    exitCode !== undefined &&
    found.some(({ severity }) => rank(severity) <= rank(exitCode));
  const code = isBad ? exitCodes.failed : exitCodes.done;
  if (json) {
    terminal.json({ findings: found });
    return success(code);
  }
  if (found.length === 0) terminal.say("Nothing to improve.");
  for (const { severity, message, advice, remedies, contexts } of found) {
    const [first = ""] = contexts;
    const context = contexts.length === 1 ? first : "CONTEXT";
    const rest = contexts.length - namesShown;
    const names = contexts.slice(0, namesShown).join(", ");
    terminal.out(`${terminal.markData(tones[severity], severity)}  ${message}`);
    terminal.out(`  ${names}${rest > 0 ? `, and ${String(rest)} more` : ""}`);
    terminal.out(`  ${adviceText(advice, remedies, context)}`);
  }
  return success(code);
}
