import { lifeText, momentText } from "../../../shared/core/moment-text.ts";
import {
  isRecipient,
  readRecipients,
} from "../../../shared/core/handover/recipients.ts";
import { readRequest } from "../../../shared/core/handover/request.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { decodeLines } from "../../../shared/core/text/decode-text.ts";
import { findContext } from "../../../shared/core/usecases/contexts/resolve-context-name.ts";
import {
  giveAccess,
  judgeGiving,
  refuseRecipient,
  type GivenAccess,
  type Recipient,
} from "../../../shared/core/usecases/handover/give-access.ts";
import type { Cli } from "../../cli.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import {
  isStream,
  privateTarget,
  targetName,
} from "../../ports/files/private-output.ts";
import { insist } from "../../questions/ask.ts";
import {
  readSigner,
  askForIssuing,
  type SignerOptions,
} from "../issuing/ask-for-issuing.ts";
import { ofFile, readHandover } from "./handover-file.ts";

export interface GiveOptions extends SignerOptions {
  readonly for: string;
  readonly reason: string;
  readonly roles?: readonly string[];
  readonly ttl?: number;
  readonly output: string;
  readonly yes?: true;
  readonly customRoles?: true;
  readonly force?: true;
  readonly otherCa?: true;
}

export async function give(
  cli: Cli,
  wanted: string,
  from: string,
  options: GiveOptions,
): Promise<Result<void>> {
  const { roles, ttl: ttlSeconds, reason, for: to } = options;
  const refusal = judgeGiving({ to, reason });
  if (refusal) return failure(refusal);
  const recipient = await readRecipient(cli, from);
  if (!recipient.ok) return recipient;
  const target = privateTarget(cli, "sealed");
  const free = await target.judgeTarget(options.output, false);
  if (!free.ok) return free;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const found = findContext(document.value, wanted);
  if (!found.ok) return found;
  const by = await readSigner(cli, document.value, options);
  if (!by.ok) return by;
  const settled = await askForIssuing(
    cli,
    document.value,
    found.value,
    {
      kind: "issue" as const,
      to: "handover" as const,
      roles,
      ttlSeconds,
      by: by.value,
      reason,
    },
    options,
  );
  if (!settled.ok) return settled;
  // Nobody compares words for what cannot be given.
  const refused = refuseRecipient(recipient.value, settled.value.granted);
  if (refused) return failure(refused);
  const meant = await compareWords(cli, recipient.value, options);
  if (!meant.ok) return meant;
  const { clock, random, ledger, talos } = cli.ports;
  const given = await giveAccess(
    { clock, random, ledger, talos },
    document.value,
    {
      context: found.value.name,
      request: settled.value.request,
      recipient: recipient.value,
      to,
      acceptsCustomRoles: options.customRoles === true,
      isForced: options.force === true,
      acceptsOtherAuthority: options.otherCa === true,
    },
    (answer) => target.writePrivate(options.output, answer, false),
  );
  if (!given.ok) return given;
  tell(cli, found.value.name, options, recipient.value, given.value);
  return success(undefined);
}

/** Reads who gets access: a recipient itself, `@FILE` with recipients, or the file of a request. */
async function readRecipient(
  cli: Cli,
  from: string,
): Promise<Result<Recipient>> {
  if (isRecipient(from)) return keysIn(from);
  const bytes = await readHandover(cli, from.replace(/^@/, ""));
  if (!bytes.ok) return bytes;
  if (from.startsWith("@")) return keysIn(decodeLines(bytes.value));
  const request = readRequest(bytes.value);
  return request.ok
    ? success({ kind: "request", request: request.value })
    : ofFile(from, request);
}

function keysIn(text: string): Result<Recipient> {
  const keys = readRecipients(text);
  return keys.ok ? success({ kind: "keys", keys: keys.value }) : keys;
}

/** A name in a request is anybody's; the words of its key are not. */
async function compareWords(
  { terminal }: Cli,
  recipient: Recipient,
  { yes }: GiveOptions,
): Promise<Result<void>> {
  if (recipient.kind === "request") {
    const { name, createdAt, words } = recipient.request;
    terminal.say(`Asked for by ${name}, on ${momentText(createdAt)}.`);
    terminal.say(`Words of the key: ${words}`);
  } else
    for (const { shown } of recipient.keys) terminal.say(`Opens with ${shown}`);
  const question =
    recipient.kind === "request"
      ? "Does the colleague see the same words?"
      : "Are these the colleague's keys?";
  return yes ? success(undefined) : insist(terminal, question, "Add --yes.");
}

function tell(
  { terminal, ports }: Cli,
  context: string,
  { for: to, output }: GiveOptions,
  recipient: Recipient,
  { roles, notAfter, clusterWords }: GivenAccess,
): void {
  const life = lifeText(notAfter, ports.clock.now());
  const what = roles.join(", ");
  terminal.say(`Given ${what} on ${context} to ${to}, valid ${life}.`);
  if (clusterWords) terminal.say(`Words of the cluster: ${clusterWords}`);
  if (!isStream(output)) terminal.say(`Send them ${targetName(output)}.`);
  terminal.say(
    recipient.kind === "request"
      ? "Nothing secret is in it: only the key of the request opens the cluster with it."
      : "The credential with its key is in it, and only these keys open it; age does, too.",
  );
}
