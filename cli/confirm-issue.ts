import { failure, success, type Result } from "../shared/core/result.ts";
import type { FoundContext } from "../shared/core/usecases/find-context.ts";
import {
  guardIssue,
  type IssueConfirmation,
} from "../shared/core/usecases/guard-issue.ts";
import { insist } from "./ask.ts";
import { askReason } from "./ask-for-session.ts";
import type { Cli } from "./cli.ts";
import type { IssueOptions } from "./issue-options.ts";
import { printable } from "./terminal.ts";

/**
 * What must be said before a credential that is everything is issued, asked for on a terminal: a reason and the typed
 * name on production, a yes elsewhere. Without a terminal it is refused, and the error names the options.
 */
export async function confirmIssue(
  cli: Cli,
  found: FoundContext,
  roles: readonly string[],
  { reason, confirm, yes }: IssueOptions,
): Promise<Result<IssueConfirmation>> {
  const { terminal } = cli;
  const { name, context } = found;
  const { production } = context.metadata;
  // A yes is enough where no cluster is marked: so it was said before.
  const confirmation = confirm ?? (yes && !production ? name : undefined);
  const said = { confirmation, reason };
  const guard = guardIssue(found, roles, said);
  if (guard === null) return success(said);
  if (!terminal.isInteractive || confirm !== undefined) return failure(guard);
  if (production) return askReason(cli, guard.message, reason);
  const question = `${printable(guard.message)} Issue it?`;
  const meant = await insist(terminal, question, "Add --yes.");
  return meant.ok ? success({ ...said, confirmation: name }) : meant;
}
