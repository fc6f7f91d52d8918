import { Option, type Command } from "commander";
import { vaultError, type VaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { findContext } from "../../../shared/core/usecases/contexts/resolve-context-name.ts";
import {
  compareOrigins,
  type ComparedOrigin,
} from "../../../shared/core/usecases/stores/compare-origins.ts";
import {
  applyPull,
  pullFindings,
  type PullStep,
} from "../../../shared/core/usecases/stores/pull-contexts.ts";
import { rememberSeen } from "../../../shared/core/usecases/stores/remember-seen.ts";
import {
  judgePull,
  pullQuestionText,
  type PullNews,
  type PullQuestion,
} from "../../../shared/core/usecases/stores/judge-pull.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import type { LedgerText } from "../../../shared/core/ledger/entry.ts";
import type { VaultDocument } from "../../../shared/core/vault/document.ts";
import { finish, type Cli } from "../../cli.ts";
import { exitCodeOf, exitCodes } from "../../exit-codes.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { openOrigin } from "../../ports/stores/open-store.ts";
import { askWhetherMoved } from "../../questions/ask-whether-moved.ts";
import { printFindings } from "../imports/import-report.ts";
import { askToConfirm } from "../../questions/ask.ts";

const conflictChoices = ["ask", "keep", "theirs"] as const;

/** Of `pull --all` and `origins`. */
export const noOrigins = "No context came from a store, or went to one.";

interface Options {
  readonly all?: true;
  readonly onConflict: (typeof conflictChoices)[number];
}

export function configurePull(command: Command, cli: Cli): void {
  const onConflict = new Option(
    "--on-conflict <what>",
    "when a context was changed here as well",
  )
    .choices(conflictChoices)
    .default("ask");
  command
    .argument("[context...]", "names of contexts that came from a store")
    .option("--all", "all of them")
    .addOption(onConflict)
    .action((names: string[], options: Options) =>
      finish(cli, pull(cli, names, options)),
    );
}

async function pull(
  cli: Cli,
  wanted: readonly string[],
  { all, onConflict }: Options,
): Promise<Result<number>> {
  const opened = await openDocument(cli);
  if (!opened.ok) return opened;
  const document = opened.value;
  const names = chosen(document, wanted, all ?? false);
  if (!names.ok) return names;
  const open = openOrigin(cli, askWhetherMoved(cli));
  const compared = await compareOrigins(document, names.value, open);
  if (compared.length === 0) cli.terminal.say(noOrigins);
  const ledger = await cli.ports.ledger.read();
  if (!ledger.ok) return ledger;
  const steps: PullStep[] = [];
  let code: number = exitCodes.done;
  for (const one of compared) {
    const step = await decide(
      cli,
      { document, ledger: ledger.value },
      one,
      onConflict,
    );
    if (step.ok) steps.push(...step.value);
    else {
      cli.terminal.fail(step.error);
      code = exitCodeOf(step.error.code);
    }
  }
  const now = cli.ports.clock.now();
  // What is not taken is remembered as seen.
  const apply = (present: VaultDocument) =>
    rememberSeen(applyPull(present, steps, now), compared, now);
  if (apply(document) === document) return success(code);
  const changed = await changeVault(await cli.ports.vault())((present) =>
    success(apply(present)),
  );
  if (!changed.ok) return changed;
  const after = changed.value.document;
  printFindings(cli.terminal, pullFindings(document, after, now));
  return success(code);
}

function chosen(
  document: VaultDocument,
  wanted: readonly string[],
  isAll: boolean,
): Result<readonly string[]> {
  if (isAll) return success([...document.contexts.keys()]);
  const names: string[] = [];
  for (const one of wanted.length > 0 ? wanted : [undefined]) {
    const found = findContext(document, one);
    if (!found.ok) return found;
    const { name, context } = found.value;
    if (!context.metadata.origin) return failure(noOrigin(name));
    names.push(name);
  }
  return success(names);
}

interface Known {
  readonly document: VaultDocument;
  readonly ledger: LedgerText;
}

/** What is to be done about a context, after it was shown what differs. */
async function decide(
  cli: Cli,
  { document, ledger }: Known,
  compared: ComparedOrigin,
  onConflict: Options["onConflict"],
): Promise<Result<readonly PullStep[]>> {
  const { context, state, origin, remote, error } = compared;
  const { address } = origin;
  if (error)
    return failure({ ...error, message: `${context}: ${error.message}` });
  if (!remote) return failure(gone(context, address));
  const theirs = success<readonly PullStep[]>([{ compared, choice: "theirs" }]);
  if (state === "same") {
    cli.terminal.say(`${context}: the same as ${address}`);
    return theirs;
  }
  if (state === "ahead") {
    cli.terminal.say(`${context}: changed here, and not in ${address}`);
    // What else changed there is known from now on: a push may replace it.
    return success([{ compared, choice: "keep" }]);
  }
  const news = judgePull(document, ledger, compared);
  if (!news) return theirs;
  showDifferences(cli, compared, news);
  return news.question === null
    ? theirs
    : settle(cli, compared, onConflict, asked(compared, news, news.question));
}

function showDifferences(
  { terminal }: Cli,
  { context, origin, state }: ComparedOrigin,
  { differences }: PullNews,
): void {
  const both = state === "diverged" ? ", and it was changed here as well" : "";
  terminal.say(`${context}: ${origin.address} has another one${both}`);
  for (const { field, before, after } of differences)
    terminal.say(`  ${field}: ${before} → ${after}`);
}

/** Which counts? Where nobody says it, `refusal`. */
async function settle(
  { terminal }: Cli,
  compared: ComparedOrigin,
  onConflict: Options["onConflict"],
  refusal: VaultError,
): Promise<Result<readonly PullStep[]>> {
  if (onConflict !== "ask") return success([{ compared, choice: onConflict }]);
  if (!terminal.isInteractive) return failure(refusal);
  terminal.say(refusal.message);
  const answer = await askToConfirm(
    terminal,
    `Take the one of ${compared.origin.address}?`,
    "Add --on-conflict keep or theirs.",
  );
  if (!answer.ok) return answer;
  return success([{ compared, choice: answer.value ? "theirs" : "keep" }]);
}

function noOrigin(name: string) {
  return vaultError(
    "store-missing",
    `"${name}" came from no store, and went to none.`,
    "Import it from one (talos-vault import vault:MOUNT/PATH), or push it there.",
  );
}

function gone(context: string, address: string) {
  return vaultError(
    "store-missing",
    `${context}: it is no longer at ${address}; what is here stays.`,
    "Push it there again, or import it from elsewhere.",
  );
}

const ways: Readonly<Record<PullQuestion, string>> = {
  diverged: "Add --on-conflict keep or --on-conflict theirs.",
  "made-for-place":
    "Add --on-conflict keep to leave the key that is here, or --on-conflict theirs where what was made for that place is to be used here.",
  "earlier-credential":
    "Add --on-conflict keep to leave the newer one that is here, and push it there; --on-conflict theirs takes the earlier one back.",
  "other-cluster":
    "Where the cluster was made anew, or its CA was rotated, add --on-conflict theirs; else ask whoever keeps that place. --on-conflict keep leaves what is here.",
};

/** What stands where nobody says which counts. */
function asked(
  compared: ComparedOrigin,
  news: PullNews,
  question: PullQuestion,
): VaultError {
  return vaultError(
    "store-diverged",
    `${compared.context}: ${pullQuestionText(news, compared) ?? ""}; nothing of it was changed yet.`,
    ways[question],
  );
}
