import type { Command } from "commander";
import { whereBroken } from "../../../shared/core/audit/explain-break.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { diskFiles } from "../../../shared/node/files/disk-files.ts";
import { plaintextChecks } from "../../../shared/core/usecases/imports/plaintext-checks.ts";
import {
  check as looked,
  failedCheck,
  type Check,
} from "../../../shared/core/usecases/vault/doctor/check.ts";
import { logAgeChecks } from "../../../shared/core/usecases/vault/doctor/check-log-age.ts";
import { runDoctor } from "../../../shared/core/usecases/vault/doctor/run-doctor.ts";
import { sessionVariable } from "../../../shared/core/sessions/outside-variables.ts";
import { runFolderPaths } from "../../../shared/node/sessions/run-folder.ts";
import {
  afterContradiction,
  headsOf,
  keptHeadOf,
} from "../../../shared/core/usecases/audit/kept-head.ts";
import {
  ownerOf,
  sessionFoldersIn,
} from "../../../shared/node/sessions/session-folder.ts";
import { logBegan } from "../../../shared/node/audit/find-archives.ts";
import { verifyFolder } from "../../../shared/node/audit/verify-folder.ts";
import {
  settingsFile,
  settingsProblem,
} from "../../../shared/node/vault/settings-file.ts";
import { vaultNotes } from "../../../shared/node/vault/vault-notes.ts";
import { finish, type Cli } from "../../cli.ts";
import { exitCodes } from "../../exit-codes.ts";
import { checkJson } from "../../output/published-json.ts";
import { nextStep } from "../../output/action-commands.ts";
import { locations } from "../imports/talosconfig-locations.ts";
import type { Terminal } from "../../terminal.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";

export function configureDoctor(command: Command, cli: Cli): void {
  command
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExits with 1 when something is bad. It cleans up after killed sessions.",
    )
    .action((options: { json?: true }) => finish(cli, doctor(cli, options)));
}

async function doctor(
  { ports, terminal }: Cli,
  options: { json?: true },
): Promise<Result<number>> {
  // Inside a session TALOSCONFIG is ours.
  const places = locations().filter(
    ({ origin }) => origin !== "TALOSCONFIG" || !process.env[sessionVariable],
  );
  const notes = vaultNotes(ports.home);
  const examined = await runDoctor(await ports.vault(), notes)();
  if (!examined.ok) return examined;
  const paths = places.map(({ path }) => path);
  const { ledger, clock, home } = ports;
  const unread = await settingsProblem(home);
  const look = plaintextChecks({ files: diskFiles, notes, ledger, clock });
  const plaintext = await look(paths);
  const checks = [
    ...examined.value,
    ...(await auditChecks(ports)),
    ...plaintext,
    ...(unread ? [failedCheck("vault", unread, "warning")] : []),
    await sessionCheck(ports),
  ];
  if (options.json) terminal.json({ checks: checks.map(checkJson) });
  else for (const check of checks) print(terminal, check);
  return success(
    checks.some(({ severity }) => severity === "error")
      ? exitCodes.failed
      : exitCodes.done,
  );
}

/** Without the recovery key: `audit verify` looks at the seals too. */
async function auditChecks(ports: Cli["ports"]): Promise<readonly Check[]> {
  const known = await keptHeadOf(await ports.vault());
  if (!known.ok) return [failedCheck("audit", known.error)];
  const { vaultId, kept } = known.value;
  const verified = await verifyFolder(ports.home, {
    heads: headsOf(kept),
    vaultId,
  });
  if (!verified.ok) return [failedCheck("audit", verified.error)];
  const { broken, last } = verified.value;
  if (broken) {
    const place = whereBroken(broken, "the audit log");
    const next =
      "Keep a copy of the vault's folder. An anchor or a backup from before tells what the log was: talos-vault audit verify --anchor TEXT";
    const todo = broken.from === "keychain" ? afterContradiction : { next };
    const code = "audit-broken";
    return [looked("audit", "error", code, `${place} ${broken.text}`, todo)];
  }
  if (last === 0) return [];
  const message = `${countOf(last, "line")} of the audit log fit each other.`;
  return [
    looked("audit", "info", "audit-whole", message),
    ...logAgeChecks(
      (await settingsFile(ports.home).read()).archiveLogAfterDays,
      await logBegan(ports.home),
      ports.clock.now(),
      "Run: talos-vault audit archive --to FOLDER",
    ),
  ];
}

async function sessionCheck(ports: Cli["ports"]): Promise<Check> {
  const before = ports.leases.list().length;
  await ports.sweep();
  const leases = ports.leases.list();
  const swept = before - leases.length;
  const running = leases.filter(({ state }) => state === "active").length;
  const over = leases.length - running;
  const known = new Set(leases.map(({ folder }) => folder));
  const strays = runFolderPaths(process.env, ports.home)
    .flatMap(sessionFoldersIn)
    .filter((path) => !known.has(path));
  const message = [
    `${countOf(running, "session is", "sessions are")} running`,
    over > 0
      ? `; ${countOf(over, "shell")} of sessions that are over still open`
      : "",
    swept > 0
      ? `; cleaned up after ${countOf(swept, "session that was", "sessions that were")} killed`
      : "",
    ".",
  ].join("");
  if (strays.length === 0)
    return looked("sessions", "info", "sessions-counted", message);
  return looked(
    "sessions",
    "warning",
    "sessions-of-others",
    `${message} Folders of sessions that are not this vault's: ${strays.map((path) => `${path} (${ownerText(path)})`).join(", ")}.`,
    {
      next: "Sessions of another vault end with their shells. What belongs to nobody goes when the machine starts again.",
    },
  );
}

function ownerText(path: string): string {
  const owner = ownerOf(path);
  return owner ? `of the vault in ${owner.vault}` : "does not say whose it is";
}

const marks = {
  info: ["green", "ok"],
  warning: ["yellow", "warning"],
  error: ["red", "bad"],
} as const;

const messageColumn = 20;

function print(terminal: Terminal, check: Check): void {
  const { subject, severity, message } = check;
  const [style, word] = marks[severity];
  terminal.outSentence(
    `${terminal.markData(style, word.padEnd(8))} ${subject.padEnd(10)} ${message}`,
    messageColumn,
  );
  const next = nextStep(check);
  if (next !== "")
    terminal.outSentence(`${" ".repeat(messageColumn)}${next}`, messageColumn);
}
