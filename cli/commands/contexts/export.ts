import type { Command } from "commander";
import { vaultError } from "../../../shared/core/errors.ts";
import {
  exportContexts,
  handOut,
  type ExportConfirmation,
  type Exported,
} from "../../../shared/core/usecases/contexts/export-contexts.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { lifeText, momentText } from "../../../shared/core/moment-text.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../../../shared/core/vault/document.ts";
import { insist } from "../../questions/ask.ts";
import { askForConsent } from "../../questions/ask-for-consent.ts";
import { askReason } from "../../questions/ask-for-session.ts";
import { chooseContext } from "../../questions/choose-context.ts";
import type { Terminal } from "../../terminal.ts";
import { finish, type Cli } from "../../cli.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import {
  isStream,
  offerForce,
  privateTarget,
  targetName,
} from "../../ports/files/private-output.ts";

interface Options {
  output?: string;
  force?: true;
  yes?: true;
  reason?: string;
  confirm?: string[];
}

const warning =
  "This writes private keys as plain text that stays until you delete it. Go on?";

export function configureExport(command: Command, cli: Cli): void {
  command
    .argument("[context...]", "names; - is the previous one")
    .option("-o, --output <file>", "where to write; - is stdout")
    .option("-f, --force", "replace the file if it exists")
    .option("-y, --yes", "do not ask whether plain text is meant")
    .option("--reason <text>", "why, for the ledger")
    .option(
      "--confirm <context>",
      "its name once more, for what may do everything on production; may be repeated",
      (name: string, before: string[] | undefined) => [...(before ?? []), name],
    )
    .addHelpText(
      "after",
      "\nFor a credential that is gone afterwards use exec, shell or env instead.",
    )
    .action((contexts: string[], options: Options) =>
      finish(cli, exportTalosconfig(cli, contexts, options)),
    );
}

async function exportTalosconfig(
  cli: Cli,
  wanted: readonly string[],
  { output, force, yes, ...said }: Options,
): Promise<Result<void>> {
  const { terminal } = cli;
  if (output === undefined && terminal.isStdoutTerminal)
    return failure(
      vaultError(
        "usage",
        "Private keys are not printed on a terminal, where they would stay in its history.",
        "Name a file: --output FILE; or insist with --output -.",
      ),
    );
  const isReplacing = force ?? false;
  const target = output ?? "-";
  const free = await judgeTarget(cli, target, isReplacing);
  if (!free.ok) return free;
  const names = await chooseNames(cli, wanted);
  if (!names.ok) return names;
  const vault = await openDocument(cli);
  if (!vault.ok) return vault;
  const given = { reason: said.reason, names: said.confirm ?? [] };
  const exported = await exportConfirmed(cli, vault.value, names.value, given);
  if (!exported.ok) return exported;
  const sure = yes ? success(undefined) : await askWhetherSure(terminal);
  if (!sure.ok) return sure;
  return write(cli, exported.value, target, isReplacing);
}

/** Asks for the reason and for the name of each context that is guarded, and a person about each that has one asked. */
export async function exportConfirmed(
  cli: Cli,
  document: VaultDocument,
  wanted: readonly string[],
  said: ExportConfirmation,
): Promise<Result<Exported>> {
  const now = cli.ports.clock.now();
  const exported = exportContexts(document, wanted, said, now);
  if (exported.ok) return exported;
  const { error } = exported;
  if (error.code === "consent-needed" && error.lending) {
    const agreed = await askForConsent(cli, "export", error, said.reason);
    if (!agreed.ok) return agreed;
    const { reason = said.reason } = agreed.value;
    const names = [...(said.agreed ?? []), error.lending.context];
    const more = { ...said, reason, agreed: names };
    return exportConfirmed(cli, document, wanted, more);
  }
  if (error.code !== "unconfirmed") return exported;
  const guarded = exported.error.about?.context;
  if (!cli.terminal.isInteractive) return exported;
  const answer = await askReason(cli, exported.error.message, said.reason);
  if (!answer.ok) return answer;
  const { reason, confirmation } = answer.value;
  if (confirmation !== guarded) return exported;
  const more = { ...said, reason, names: [...said.names, confirmation] };
  return exportConfirmed(cli, document, wanted, more);
}

async function askWhetherSure(terminal: Terminal): Promise<Result<void>> {
  return insist(terminal, warning, "Add --yes to export without being asked.");
}

/** Before anybody is asked about what could not be written, and once more after they took their time. */
async function judgeTarget(
  cli: Cli,
  target: string,
  isReplacing: boolean,
): Promise<Result<void>> {
  const files = privateTarget(cli, "plaintext");
  const judged = await files.judgeTarget(target, isReplacing);
  return judged.ok ? judged : offerForce(judged);
}

async function write(
  cli: Cli,
  exported: Exported,
  target: string,
  isReplacing: boolean,
): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const files = privateTarget(cli, "plaintext");
  const judged = await judgeTarget(cli, target, isReplacing);
  if (!judged.ok) return judged;
  const name = targetName(target);
  const written = await handOut(ports, exported, name, (text) =>
    files.writePrivate(target, new TextEncoder().encode(text), isReplacing),
  );
  if (!written.ok) return offerForce(written);
  if (isStream(target)) return success(undefined);
  terminal.say(`Wrote ${name}. It holds private keys: delete it when done.`);
  for (const [context, stored] of exported.contexts)
    terminal.say(`  ${contentText(context, stored, ports.clock.now())}`);
  return success(undefined);
}

/** What a copy of a context can do and until when: nothing takes it back before. */
function contentText(
  name: string,
  { metadata: { certificate } }: StoredContext,
  now: Date,
): string {
  if (!certificate) return name;
  const { roles, notAfter } = certificate;
  const life =
    notAfter > now
      ? `valid ${lifeText(notAfter, now)}`
      : `ended ${momentText(notAfter)}`;
  const may = roles.length > 0 ? roles.join(", ") : "no role";
  return `${name}: ${may}, ${life}`;
}

async function chooseNames(
  cli: Cli,
  wanted: readonly string[],
): Promise<Result<readonly string[]>> {
  if (wanted.length > 0) return success(wanted);
  const name = await chooseContext(cli, undefined);
  return name.ok ? success([name.value]) : name;
}
