import { lifeText } from "../../../shared/core/moment-text.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import {
  judgeAnswer,
  takeAnswer,
  type Accepted,
  type AcceptPorts,
} from "../../../shared/core/usecases/handover/accept-answer.ts";
import {
  openSealed,
  takeSealed,
  type SealedCredential,
} from "../../../shared/core/usecases/handover/accept-sealed.ts";
import { guardedAs } from "../../../shared/core/usecases/imports/import-contexts.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import type { Cli } from "../../cli.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { problemText } from "../../output/action-commands.ts";
import { insist } from "../../questions/ask.ts";
import { ofFile, readHandover } from "./handover-file.ts";
import { identityOf } from "./identity-of.ts";

export interface AcceptOptions {
  readonly as?: string;
  readonly yes?: true;
  readonly identity?: string;
  readonly identityPassphraseFd?: number;
}

export async function acceptAccess(
  cli: Cli,
  file: string,
  options: AcceptOptions,
): Promise<Result<void>> {
  const bytes = await readHandover(cli, file);
  if (!bytes.ok) return bytes;
  const accepted =
    options.identity === undefined
      ? await acceptAnswered(cli, bytes.value, options)
      : await acceptSealed(cli, bytes.value, options.identity, options);
  if (!accepted.ok) return ofFile(file, accepted);
  const { terminal } = cli;
  const { as, guardedAs: from } = accepted.value;
  terminal.say(`It is in the vault as ${as}.`);
  if (from !== null) terminal.say(problemText(guardedAs(from)));
  terminal.say(
    "Send the receipt back: it says to whoever gave it that you have it.",
  );
  return success(undefined);
}

type Taken = Result<Omit<Accepted, "document">>;

async function acceptAnswered(
  cli: Cli,
  bytes: Uint8Array,
  { as = null, yes }: { as?: string | null; yes?: true },
): Promise<Taken> {
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const { clock } = cli.ports;
  const judged = judgeAnswer(document.value, bytes, clock.now());
  if (!judged.ok) return judged;
  const { to, reason, clusterWords } = judged.value;
  show(cli, judged.value);
  cli.terminal.say(`For ${to}${reason === null ? "." : `: ${reason}`}`);
  cli.terminal.say(`Words of the cluster: ${clusterWords}`);
  const meant = await ask(cli, yes);
  if (!meant.ok) return meant;
  return takeAnswer(await portsOf(cli), bytes, as);
}

async function acceptSealed(
  cli: Cli,
  bytes: Uint8Array,
  path: string,
  { as, yes, identityPassphraseFd }: AcceptOptions,
): Promise<Taken> {
  const { clock } = cli.ports;
  const keys = await identityOf(cli, path, identityPassphraseFd);
  if (!keys.ok) return keys;
  const opened = await openSealed(bytes, keys.value, clock.now());
  if (!opened.ok) return opened;
  show(cli, opened.value);
  cli.terminal.say(
    "Anybody who has your public key can make such a file: ask whoever sent it.",
  );
  const meant = await ask(cli, yes);
  if (!meant.ok) return meant;
  return takeSealed(await portsOf(cli), opened.value, as ?? null);
}

async function portsOf({ ports, terminal }: Cli): Promise<AcceptPorts> {
  return {
    clock: ports.clock,
    ledger: ports.ledger,
    change: changeVault(await ports.vault()),
    deliver: (receipt) => terminal.handOut(new TextEncoder().encode(receipt)),
  };
}

function ask({ terminal }: Cli, yes: true | undefined): Promise<Result<void>> {
  return yes
    ? Promise.resolve(success(undefined))
    : insist(terminal, "Take it into the vault?", "Add --yes.");
}

function show(
  { terminal, ports }: Cli,
  {
    name,
    roles,
    certificate,
  }: Pick<SealedCredential, "name" | "roles" | "certificate">,
): void {
  const life = lifeText(certificate.notAfter, ports.clock.now());
  terminal.say(`Context ${name}, as ${roles.join(", ")}, valid ${life}.`);
}
