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
  const kept = [...(document.value.authorities?.keys() ?? [])].filter((one) =>
    what.authorities.includes(one),
  );
  const plan = { context: found.value.name, kept };
  if (json)
    cli.terminal.json({
      ...what,
      statement: revocation.statement,
      steps: revocation.steps.map((step) => stepText(step, plan)),
    });
  else tell(cli, plan, what, now);
  return success(undefined);
}

function tell(
  { terminal }: Cli,
  plan: Plan,
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
  revocation.steps.forEach((step, index) => {
    terminal.say(`${String(index + 1)}. ${step.text}`);
    // Each by itself: it is pasted as it stands.
    for (const command of commandsOf(step, plan)) terminal.say(`   ${command}`);
  });
}

interface Plan {
  readonly context: string;
  /** Fingerprints of the cluster's CAs whose keys the vault keeps. */
  readonly kept: readonly string[];
}

type Step = (typeof revocation.steps)[number];

const fingerprintShown = 16;

/** What does a step, one command after the other, with nothing in it that somebody has to fill in. */
function commandsOf(
  { step, talosctl }: Step,
  { context, kept }: Plan,
): readonly string[] {
  const name = nameWord(context);
  if (talosctl !== null)
    return [
      `talos-vault exec ${name} --role os:admin --delivery ${withoutGateway} -- ${talosctl}`,
    ];
  switch (step) {
    case "take-over":
      return [
        `talos-vault rotation ${name} --new new-talosconfig`,
        `talos-vault rotation ${name} --finish`,
      ];
    case "authority":
      return kept.length === 0
        ? []
        : [
            "talos-vault authority import controlplane.yaml",
            ...kept.map(
              (one) =>
                `talos-vault authority remove ${one.slice(0, fingerprintShown)}`,
            ),
          ];
    case "issue-again":
      return ["talos-vault ledger --valid"];
  }
}

function stepText(step: Step, plan: Plan): string {
  const commands = commandsOf(step, plan);
  return commands.length === 0
    ? step.text
    : `${step.text} Run: ${commands.join("; then: ")}`;
}
