// `audit`: what happened with this vault, and whether the log of it is what it was.
// Keep: Nothing of the vault is opened but for a recovery key; exit codes of verify are published.
import { Option, type Command } from "commander";
import { summaryOf } from "../../../shared/core/audit/event-text.ts";
import type { AuditLine } from "../../../shared/core/audit/line.ts";
import { closest, didYouMean } from "../../../shared/core/closest.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import {
  eachEvent,
  readEvents,
} from "../../../shared/node/audit/read-events.ts";
import { finish, type Cli } from "../../cli.ts";
import { parseFd } from "../../ports/files/file-descriptor.ts";
import type { Terminal } from "../../terminal.ts";
import { table } from "../../output/table.ts";
import { archiveAudit } from "./archive-audit.ts";
import { acceptAudit } from "./accept-audit.ts";
import { printAnchor } from "./print-anchor.ts";
import { exportAudit, formats } from "./export-audit.ts";
import { parseSince, searchOf, type AuditOptions } from "./audit-options.ts";
import { verifyAudit } from "./verify-audit.ts";

const dateLength = "2026-11-24 17:20:31".length;
const sessionShown = 8;
const actions = ["verify", "export", "anchor", "accept", "archive"] as const;

export function configureAudit(command: Command, cli: Cli): void {
  command
    .argument(
      "[words...]",
      "only what has them; or verify, export, anchor, accept, archive",
    )
    .option(
      "--since <moment>",
      "only from then on: 2h, 7d, 2026-11-29",
      parseSince,
    )
    .option("--session <id>", "only of the session whose id begins so")
    .option("--context <name>", "only of this context")
    .option(
      "--recovery",
      "verify: ask for the recovery key, and look at the seals",
    )
    .option(
      "--recovery-fd <n>",
      "verify: read the recovery key from this file descriptor",
      parseFd,
    )
    .option("--anchor <text>", "verify: hold the log against this text")
    .option(
      "--archive <path>",
      "verify: where archives are now, a file or a folder",
    )
    .option("--to <folder>", "archive: where the lines go")
    .addOption(
      new Option("--format <name>", "export: how it is written").choices(
        formats,
      ),
    )
    .option("--reason <text>", "accept: why, for the log")
    .option("-y, --yes", "accept: do not ask; archive: a broken log too")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
A line for each session, call through a gateway, question to a person and credential: audit.jsonl in the
vault's folder. Each has a hash of the line before, and a seal whose key is gone once the line is written.
verify exits with 0 when all of it fits, 1 when it does not, with the first line that is not what it was, or when the
recovery key that it asked for proves nothing, and 3 when nobody knows how it ends: no keychain can be asked, or it has no
line of this log. Only with --recovery does it tell what somebody wrote anew who owns this machine.
anchor prints a short text for a ticket; verify --anchor TEXT tells later whether the log still has it, and not what came after.
The keychain keeps the last line that it knows, where the log lacks it too. After you restored a backup onto a machine whose
log is lost, accept says that you know: a line of the log keeps that, and the keychain goes on with this log.
archive --to FOLDER moves the lines that there are into a file there, and the log begins anew. What tells of certificates that are
still valid goes on in it. verify looks at the archives where they went, or at --archive PATH; without them it says from which
line on it could look, and in which file, with which hash at its end, the others are.`,
    )
    .action((words: string[], options: AuditOptions) =>
      finish(cli, audit(cli, words, options)),
    );
}

async function audit(
  cli: Cli,
  words: readonly string[],
  options: AuditOptions,
): Promise<Result<number | void>> {
  const [first, ...more] = words;
  const action = actions.find((one) => one === first);
  if (action === undefined) return list(cli, words, options);
  if (more.length > 0) return failure(tooMany(action));
  switch (action) {
    case "verify":
      return verifyAudit(cli, options);
    case "export":
      return exportAudit(cli, searchOf([], options), options.format ?? "jsonl");
    case "anchor":
      return printAnchor(cli);
    case "accept":
      return acceptAudit(cli, options);
    case "archive":
      return archiveAudit(cli, options);
  }
}

async function list(
  { terminal, ports }: Cli,
  words: readonly string[],
  options: AuditOptions,
): Promise<Result<void>> {
  const found = await readEvents(ports.home, searchOf(words, options));
  if (!found.ok) return found;
  const { lines, count, unreadable } = found.value;
  const meant = words.length === 1 ? closest(words[0] ?? "", actions) : null;
  if (count === 0 && meant !== null) return failure(misspelt(words, meant));
  if (unreadable > 0)
    terminal.say(
      `${countOf(unreadable, "line")} of the log cannot be read: talos-vault audit verify says which.`,
    );
  if (count > lines.length)
    terminal.say(
      `The newest ${String(lines.length)} of ${countOf(count, "event")}:`,
    );
  if (options.json) terminal.json({ events: lines });
  else if (lines.length === 0)
    terminal.say(
      `No event of the log matches, or nothing happened yet. ${await meantContext(ports.home, options.context)}`.trimEnd(),
    );
  else terminal.outLines(eventTable(lines, terminal));
  return success(undefined);
}

/** As `didYouMean`, of the contexts that the log tells of. */
async function meantContext(
  home: string,
  wanted: string | undefined,
): Promise<string> {
  if (wanted === undefined) return "";
  const names = new Set<string>();
  await eachEvent(home, (line) => {
    if (line?.context !== undefined) names.add(line.context);
  });
  return didYouMean(wanted, names);
}

function eventTable(lines: readonly AuditLine[], terminal: Terminal): string {
  return table(
    terminal,
    ["LINE", "WHEN (UTC)", "EVENT", "CONTEXT", "ROLES", "SESSION", "WHAT"],
    lines.map((line) => [
      String(line.n),
      line.time.replace("T", " ").slice(0, dateLength),
      line.event,
      line.context ?? "",
      line.roles?.join(",") ?? "",
      line.session?.slice(0, sessionShown) ?? "",
      summaryOf(line),
    ]),
  );
}

/** A search that finds nothing would end as well as what was meant. */
function misspelt(words: readonly string[], meant: string) {
  return vaultError(
    "usage",
    `No event of the log has "${words.join(" ")}", and audit has no such verb.`,
    `Did you mean: talos-vault audit ${meant}?`,
  );
}

function tooMany(action: string) {
  return vaultError(
    "usage",
    `audit ${action} takes no words.`,
    `Run: talos-vault audit ${action}`,
  );
}
