import type { Command } from "commander";
import { nearText } from "../../../shared/core/moment-text.ts";
import { revocation } from "../../../shared/core/ledger/revocation.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import {
  blastRadius,
  type BlastRadius,
} from "../../../shared/core/usecases/clusters/blast-radius.ts";
import { findContext } from "../../../shared/core/usecases/contexts/resolve-context-name.ts";
import { finish, type Cli } from "../../cli.ts";
import { ledgerTable } from "./ledger-table.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { readLedgerViews } from "./read-ledger.ts";
import { table } from "../../output/table.ts";
import { withoutGateway } from "../sessions/starting/choose-delivery.ts";
import { nameWord } from "../../../shared/core/text/shell-words.ts";

export function configureBlastRadius(command: Command, cli: Cli): void {
  command
    .argument("[context]", "a context of the cluster; none: the current one")
    .option("--json", "print JSON")
    .action((context: string | undefined, options: { json?: true }) =>
      finish(cli, radius(cli, context, options)),
    );
}

async function radius(
  cli: Cli,
  wanted: string | undefined,
  { json }: { json?: true },
): Promise<Result<void>> {
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const found = findContext(document.value, wanted);
  if (!found.ok) return found;
  const ledger = await readLedgerViews(cli);
  if (!ledger.ok) return ledger;
  const now = cli.ports.clock.now();
  const what = blastRadius(document.value, found.value, ledger.value, now);
  if (json)
    cli.terminal.json({
      ...what,
      statement: revocation.statement,
      steps: revocation.steps.map((step) => stepText(step, found.value.name)),
    });
  else tell(cli, found.value.name, what, now);
  return success(undefined);
}

function tell(
  { terminal }: Cli,
  context: string,
  what: BlastRadius,
  now: Date,
): void {
  const { contexts, issued } = what;
  if (contexts.length > 0)
    terminal.outLines(
      table(
        terminal,
        ["CONTEXT", "ROLES", "ENDS"],
        contexts.map(({ name, roles, notAfter }) => [
          name,
          roles.join(","),
          nearText(new Date(notAfter), now),
        ]),
      ),
    );
  if (issued.length > 0) {
    terminal.say("Issued from this vault or once in it, and valid:");
    terminal.outLines(ledgerTable(issued, now, terminal));
  }
  terminal.say(revocation.statement);
  revocation.steps.forEach((step, index) =>
    terminal.say(`${String(index + 1)}. ${stepText(step, context)}`),
  );
}

type Step = (typeof revocation.steps)[number];

/** Beside those that are talosctl's. */
const commands: Partial<
  Readonly<Record<Step["step"], (name: string) => string>>
> = {
  "take-over": (name) =>
    `talos-vault rotation ${name} --new new-talosconfig, at the end --finish`,
  authority: () => "talos-vault authority import, authority remove",
  "issue-again": () => "talos-vault ledger --valid",
};

function stepText({ step, text, talosctl }: Step, context: string): string {
  const name = nameWord(context);
  const command =
    talosctl === null
      ? commands[step]?.(name)
      : `talos-vault exec ${name} --role os:admin --delivery ${withoutGateway} -- ${talosctl}`;
  return command === undefined ? text : `${text} Run: ${command}`;
}
