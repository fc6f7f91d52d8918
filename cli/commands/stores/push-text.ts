import { countOf } from "../../../shared/core/counted-noun.ts";
import type { VaultError } from "../../../shared/core/errors.ts";
import type { Readers } from "../../../shared/core/ports/secret-store.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import type { PushChoice } from "../../../shared/core/usecases/stores/refuse-push.ts";
import {
  hasToBeMeant,
  type Push,
} from "../../../shared/core/usecases/stores/push-contexts.ts";
import type { Cli } from "../../cli.ts";
import { insist } from "../../questions/ask.ts";
import type { Terminal } from "../../terminal.ts";
import { problemText } from "../../output/action-commands.ts";

export interface PushOptions {
  readonly createOnly?: true;
  readonly ifVersion?: string;
  readonly toRecipients?: readonly string[];
  readonly reason?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

export function choiceOf({ createOnly, ifVersion }: PushOptions): PushChoice {
  return {
    isCreateOnly: createOnly ?? false,
    ifVersion: ifVersion ?? null,
  };
}

/** What stands there may be replaced by its version on a command line alone. */
export function withVersionToName(error: VaultError): VaultError {
  return error.code === "store-diverged"
    ? {
        ...error,
        next: `${error.next} Or name the version that is to be replaced: --if-version VERSION`,
      }
    : error;
}

export function sayPlan(
  terminal: Terminal,
  address: string,
  { readers, warnings }: Pick<Push, "readers" | "warnings">,
): void {
  if (readers) terminal.say(readersText(address, readers));
  for (const one of warnings) terminal.say(problemText(one));
}

/** Printed before the question, because it is part of what a person agrees to. */
function readersText(
  address: string,
  { recipients, rules, isKept }: Readers,
): string {
  const how = isKept ? "stays encrypted" : "is encrypted";
  const why = rules === null ? "" : `, as ${rules} says`;
  return `${address} ${how} to ${recipients.join(", ")}${why}.`;
}

/** Asks before what is done in a moment and cannot be taken back. */
export async function isMeant(
  { terminal }: Cli,
  planned: Push,
  { yes }: PushOptions,
): Promise<Result<void>> {
  if (!hasToBeMeant(planned) || yes) return success(undefined);
  return insist(
    terminal,
    "Put it there all the same?",
    "Add --yes to push it without being asked.",
  );
}

/** What was put there, or would be; what is made for a place has no bytes before it is made. */
export type Told = Omit<Push, "bytes" | "sha256" | "names" | "current"> & {
  readonly bytes: Uint8Array | null;
  readonly sha256: string | null;
};

export function tell(
  { terminal }: Cli,
  address: string,
  told: Told,
  { dryRun, json }: PushOptions,
): Result<void> {
  const { isNeeded, bytes, sha256, version, readers, warnings } = told;
  if (json)
    terminal.json({
      address,
      version: version === "" ? null : version,
      sha256,
      bytes: bytes?.length ?? null,
      isChanged: isNeeded,
      dryRun: dryRun ?? false,
      recipients: readers?.recipients ?? null,
      rules: readers?.rules ?? null,
      warnings,
    });
  else terminal.say(outcomeText(address, told, dryRun ?? false));
  return success(undefined);
}

function outcomeText(
  address: string,
  { isNeeded, bytes, version }: Told,
  isDryRun: boolean,
): string {
  if (!isNeeded)
    return `${address} has exactly that already; nothing was written.`;
  if (!isDryRun)
    return `${address} has it now${version === "" ? "" : `, as version ${version}`}.`;
  const would = bytes
    ? countOf(bytes.length, "byte")
    : "what is made for it then";
  return `Dry run: nothing was written. ${address} would have ${would}.`;
}
