import { lifeText } from "../../../shared/core/moment-text.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import {
  judgeAnswer,
  takeAnswer,
  type FittingAnswer,
} from "../../../shared/core/usecases/handover/accept-answer.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import type { Cli } from "../../cli.ts";
import { openDocument } from "../../ports/open-document.ts";
import { insist } from "../../questions/ask.ts";
import { readHandover } from "./handover-file.ts";

export interface AcceptOptions {
  readonly as?: string;
  readonly yes?: true;
}

export async function acceptAccess(
  cli: Cli,
  file: string,
  { as, yes }: AcceptOptions,
): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const bytes = await readHandover(cli, file);
  if (!bytes.ok) return bytes;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const now = ports.clock.now();
  const judged = judgeAnswer(document.value, bytes.value, now);
  if (!judged.ok) return judged;
  show(cli, judged.value);
  const meant = yes
    ? success(undefined)
    : await insist(terminal, "Take it into the vault?", "Add --yes.");
  if (!meant.ok) return meant;
  const change = changeVault(await ports.vault());
  const { clock } = ports;
  const accepted = await takeAnswer({ clock, change }, bytes.value, as ?? null);
  if (!accepted.ok) return accepted;
  const { as: name, receipt } = accepted.value;
  terminal.code(receipt);
  terminal.say(`It is in the vault as ${name}.`);
  terminal.say(
    "Send the receipt back: it says to whoever gave it that you have it.",
  );
  return success(undefined);
}

function show({ terminal, ports }: Cli, answer: FittingAnswer): void {
  const { name, roles, certificate, to, reason, clusterWords } = answer;
  const life = lifeText(certificate.notAfter, ports.clock.now());
  terminal.say(`Context ${name}, as ${roles.join(", ")}, valid ${life}.`);
  terminal.say(`For ${to}${reason === null ? "." : `: ${reason}`}`);
  terminal.say(`Words of the cluster: ${clusterWords}`);
}
