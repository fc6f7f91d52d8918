import { Option, type Command } from "commander";
import { momentText } from "../../shared/core/moment-text.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import {
  findContext,
  type FoundContext,
} from "../../shared/core/usecases/find-context.ts";
import {
  renewContext,
  type Renewed,
  type RenewalSource,
  type RenewalStep,
} from "../../shared/core/usecases/renew-context.ts";
import { planRenewal } from "../../shared/core/usecases/renewal-plan.ts";
import { finish, type Cli } from "../cli.ts";
import { parseFd } from "../file-descriptor.ts";
import { readCertificateTtl } from "../issue-options.ts";
import { nothingToRenew } from "../nothing-to-renew.ts";
import { openDocument } from "../open-document.ts";
import { renewalPorts } from "../renewal-ports.ts";
import { chooseSource, type SourceOptions } from "../renewal-source.ts";
import { printable } from "../terminal.ts";

interface Options extends SourceOptions {
  readonly ttl?: number;
  readonly reason?: string;
  readonly untested?: true;
  readonly force?: true;
}

export function configureRenew(command: Command, cli: Cli): void {
  command
    .argument("<context>", "its name; - is the previous one")
    .option(
      "--authority <file>",
      "secrets.yaml, a control plane's machine config or a PEM pair, used once",
    )
    .option(
      "--authority-passphrase-fd <n>",
      "read the passphrase of a sealed authority from this file descriptor",
      parseFd,
    )
    .addOption(
      new Option(
        "--via <context>",
        "have a node make it, asked with this os:admin context of the same cluster",
      ).conflicts(["authority", "authorityPassphraseFd"]),
    )
    .option(
      "--ttl <duration>",
      "how long it lasts (default: as long as the present one, a year at most)",
      readCertificateTtl,
    )
    .option("--reason <text>", "why, for the ledger")
    .option("--untested", "do not try it on an endpoint first")
    .option("--force", "allow more than a year, and an end after the CA's")
    .addHelpText(
      "after",
      `
The new credential has the same roles. It comes from the authority that is named, from the vault's, or from a
node, asked with the context's own os:admin credential or another one of the cluster. It is tried on an
endpoint, and only then takes the old one's place, in one write: killed anywhere, the old one is still there.
The old certificate cannot be revoked: it stays valid until its end, and the ledger keeps it in view.`,
    )
    .action((context: string, options: Options) =>
      finish(cli, renew(cli, context, options)),
    );
}

async function renew(
  cli: Cli,
  wanted: string,
  options: Options,
): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const found = findContext(document.value, wanted);
  if (!found.ok) return found;
  const plan = planRenewal(document.value, found.value, ports.clock.now());
  if (plan.refusal !== null)
    return failure(nothingToRenew(plan.refusal, found.value));
  const source = await chooseSource(
    cli,
    document.value,
    found.value,
    plan,
    options,
  );
  if (!source.ok) return source;
  const isUntested = options.untested ?? false;
  const renewed = await renewContext(await renewalPorts(cli), found.value, {
    source: source.value,
    ttlSeconds: options.ttl ?? plan.ttlSeconds,
    isForced: options.force ?? false,
    isUntested,
    reason: options.reason ?? "renewal",
    onStep: (step) => {
      if (step !== "test" || !isUntested)
        terminal.say(stepText(step, source.value));
    },
  });
  if (!renewed.ok) return renewed;
  tell(cli, found.value, renewed.value);
  return success(undefined);
}

function stepText(step: RenewalStep, source: RenewalSource): string {
  switch (step) {
    case "issue":
      return source.kind === "node"
        ? `Asking the cluster, as ${printable(source.asker.name)} …`
        : "Issuing under the authority …";
    case "test":
      return "Trying the new credential …";
    case "store":
      return "Putting it into the vault …";
  }
}

function tell(
  { terminal }: Cli,
  { name, context }: FoundContext,
  { issued, provenBy }: Renewed,
): void {
  const until = momentText(issued.notAfter);
  const proof =
    provenBy === null
      ? "It was not tried."
      : `${printable(provenBy)} accepts it.`;
  terminal.say(`Renewed ${printable(name)} until ${until}. ${proof}`);
  const before = context.metadata.certificate?.notAfter;
  if (before && before > issued.notBefore)
    terminal.say(
      `The old certificate cannot be revoked: it stays valid until ${momentText(before)}.`,
    );
}
