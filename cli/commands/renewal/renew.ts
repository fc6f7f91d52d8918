// `renew`: new credentials in the old ones' place.
// Keep: The old one stays until an endpoint has accepted the new one, unless a person says otherwise.
import { Option, type Command } from "commander";
import { vaultError } from "../../../shared/core/errors.ts";
import { mapConcurrently } from "../../../shared/core/map-concurrently.ts";
import { lifeText } from "../../../shared/core/moment-text.ts";
import type { Asked, Signed } from "../../../shared/core/policy/decision.ts";
import type {
  IssuingSigner,
  RenewalRequest,
} from "../../../shared/core/policy/request.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { findContext } from "../../../shared/core/usecases/contexts/resolve-context-name.ts";
import type {
  NamedContext,
  VaultDocument,
} from "../../../shared/core/vault/document.ts";
import {
  grantIssuing,
  openSource,
} from "../../../shared/core/usecases/issuing/issuing-source.ts";
import {
  contextsToRenew,
  hasCertificate,
  isDue,
} from "../../../shared/core/usecases/renewal/contexts-to-renew.ts";
import {
  renewContext,
  type Renewed,
  type RenewalPorts,
  type RenewalStep,
} from "../../../shared/core/usecases/renewal/renew-context.ts";
import { finish, type Cli } from "../../cli.ts";
import { tellOldStays } from "../../output/old-certificate.ts";
import { exitCodes } from "../../exit-codes.ts";
import { parseFd } from "../../ports/files/file-descriptor.ts";
import { readCertificateTtl } from "../issuing/certificate-ttl.ts";
import { nothingToRenew } from "./nothing-to-renew.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { renewalPorts } from "../issuing/renewal-ports.ts";
import {
  readSigner,
  askForIssuing,
  type SignerOptions,
} from "../issuing/ask-for-issuing.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";

const atOnce = 8;

interface Options extends SignerOptions {
  readonly all?: true;
  readonly ifDue?: true;
  readonly ttl?: number;
  readonly reason?: string;
  readonly untested?: true;
  readonly force?: true;
}

export function configureRenew(command: Command, cli: Cli): void {
  command
    .argument("[context]", "its name; - is the previous one")
    .addOption(
      new Option(
        "--all",
        "every context that has a certificate; nothing is asked",
      ).conflicts(["authority", "authorityPassphraseFd", "via"]),
    )
    .option(
      "--if-due",
      "only where two thirds of the certificate's life are over, or it has ended",
    )
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
      "how long it lasts (default: as long as the present one, 90 days at most)",
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
The old certificate cannot be revoked: it stays valid until its end, and the ledger keeps it in view.

For a timer: talos-vault renew --all --if-due. It prints nothing when nothing is due, but which vault it opened where no
keychain says that it is the newest; what lives less than a week is left alone. Exit code: 0 when all that was due is renewed or nothing was; 1 when one could not be, each is named;
3 when the vault is locked.`,
    )
    .action((context: string | undefined, options: Options) =>
      finish(cli, renew(cli, context, options)),
    );
}

async function renew(
  cli: Cli,
  wanted: string | undefined,
  options: Options,
): Promise<Result<number>> {
  if ((wanted === undefined) !== (options.all === true))
    return failure(whichOne(wanted));
  const document = await openDocument(cli);
  if (!document.ok) return document;
  if (wanted === undefined) return renewAll(cli, document.value, options);
  const found = findContext(document.value, wanted);
  if (!found.ok) return found;
  if (options.ifDue && !isDue(found.value, cli.ports.clock.now()))
    return success(exitCodes.done);
  return renewOne(cli, document.value, found.value, options);
}

/** On a terminal what is missing is asked for. */
async function renewOne(
  cli: Cli,
  document: VaultDocument,
  found: NamedContext,
  options: Options,
): Promise<Result<number>> {
  const { terminal } = cli;
  if (!hasCertificate(found)) return failure(nothingToRenew(found));
  const by = await readSigner(cli, document, options);
  if (!by.ok) return by;
  const settled = await askForIssuing(
    cli,
    document,
    found,
    requestOf(options, by.value),
  );
  if (!settled.ok) return settled;
  const { request, granted } = settled.value;
  const isUntested = options.untested ?? false;
  const renewed = await replace(
    await renewalPorts(cli),
    document,
    found,
    granted,
    request.by,
    options,
    (step, asker) => {
      if (step !== "test" || !isUntested) terminal.say(stepText(step, asker));
    },
  );
  if (!renewed.ok) return renewed;
  tell(cli, found, renewed.value);
  return success(exitCodes.done);
}

/** Each by itself: one that fails holds no other up. Quiet about what is not due. */
async function renewAll(
  cli: Cli,
  document: VaultDocument,
  options: Options,
): Promise<Result<number>> {
  const now = cli.ports.clock.now();
  const due = contextsToRenew(document, now, options.ifDue ?? false);
  if (due.length === 0) return success(exitCodes.done);
  const ports = await renewalPorts(cli);
  const outcomes = await mapConcurrently(due, atOnce, async (found) => {
    const granted = grantIssuing(document, found, requestOf(options), now);
    const renewed = granted.ok
      ? await replace(ports, document, found, granted.value, undefined, options)
      : granted;
    if (renewed.ok) tell(cli, found, renewed.value);
    else {
      cli.terminal.say(`Not renewed: ${found.name}.`);
      cli.terminal.fail(renewed.error);
    }
    return renewed.ok;
  });
  const failed = outcomes.filter((isRenewed) => !isRenewed).length;
  if (failed > 0)
    cli.terminal.say(
      `${String(failed)} of ${countOf(due.length, "certificate")} could not be renewed. What is not renewed stays in place as it was.`,
    );
  return success(failed > 0 ? exitCodes.failed : exitCodes.done);
}

function requestOf({ ttl }: Options, by?: IssuingSigner): RenewalRequest {
  return { kind: "renew", ttlSeconds: ttl, by };
}

async function replace(
  ports: RenewalPorts,
  document: VaultDocument,
  found: NamedContext,
  granted: Signed | Asked,
  by: IssuingSigner | undefined,
  { force, untested, reason }: Options,
  onStep?: (step: RenewalStep, asker?: string) => void,
): Promise<Result<Renewed>> {
  const now = ports.clock.now();
  const source = await openSource(document, found, granted, by, now);
  if (!source.ok) return source;
  return renewContext(ports, found, {
    source: source.value,
    ttlSeconds: granted.ttlSeconds,
    isForced: force ?? false,
    isUntested: untested ?? false,
    reason: reason ?? "renewal",
    ...(onStep ? { onStep } : {}),
  });
}

function whichOne(wanted: string | undefined) {
  return vaultError(
    "usage",
    wanted === undefined
      ? "Renew which context?"
      : "Either one context is renewed, or all of them.",
    "Name one: talos-vault renew CONTEXT; or all: talos-vault renew --all --if-due",
  );
}

function stepText(step: RenewalStep, asker: string | undefined): string {
  switch (step) {
    case "issue":
      return asker === undefined
        ? "Issuing under the authority …"
        : `Asking the cluster, as ${asker} …`;
    case "test":
      return "Trying the new credential …";
    case "store":
      return "Putting it into the vault …";
  }
}

function tell(
  { terminal, ports }: Cli,
  { name, context }: NamedContext,
  { issued, provenBy }: Renewed,
): void {
  const life = lifeText(issued.notAfter, ports.clock.now());
  const proof =
    provenBy === null
      ? "No endpoint was asked whether it accepts it."
      : `${provenBy} accepts it.`;
  terminal.say(`Renewed ${name}, valid ${life}. ${proof}`);
  tellOldStays(terminal, context, issued.notBefore);
}
