import { readdirSync } from "node:fs";
import type { Command } from "commander";
import { success, type Result } from "../../shared/core/result.ts";
import { diskFiles } from "../../shared/node/disk-files.ts";
import {
  examineVault,
  type Check,
} from "../../shared/core/usecases/vault/examine.ts";
import { sessionVariable } from "../../shared/core/sessions/environment.ts";
import { runRootPaths } from "../../shared/node/sessions/run-root.ts";
import { finish, type Cli } from "../cli.ts";
import { exitCodes } from "../exit-codes.ts";
import { locations } from "../talosconfig-locations.ts";
import { printable, type Terminal } from "../terminal.ts";

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
  const examined = await examineVault(await ports.vault(), diskFiles)(places);
  if (!examined.ok) return examined;
  const checks = [...examined.value, sessionCheck(ports)];
  if (options.json) terminal.json({ checks });
  else for (const check of checks) print(terminal, check);
  return success(
    checks.some(({ verdict }) => verdict === "bad")
      ? exitCodes.failed
      : exitCodes.done,
  );
}

function sessionCheck(ports: Cli["ports"]): Check {
  const before = ports.journal.list().length;
  ports.sweep();
  const running = ports.journal.list();
  const swept = before - running.length;
  const known = new Set(running.map(({ folder }) => folder));
  const strays = runRootPaths(process.env)
    .flatMap((root) => foldersIn(root))
    .filter((path) => !known.has(path));
  const cleaned =
    swept > 0 ? `; cleaned up after ${String(swept)} that were killed` : "";
  const message = `${String(running.length)} sessions are running${cleaned}.`;
  if (strays.length === 0)
    return { subject: "sessions", verdict: "good", message, next: "" };
  return {
    subject: "sessions",
    verdict: "warning",
    message: `${message} Folders that no lease of this vault knows: ${strays.join(", ")}.`,
    next: "They belong to another vault (TALOS_VAULT_HOME), or go by themselves after a day.",
  };
}

function foldersIn(root: string): readonly string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${root}/${name}`);
  } catch {
    return [];
  }
}

const marks = {
  good: ["green", "ok"],
  warning: ["yellow", "warning"],
  bad: ["red", "bad"],
} as const;

function print(
  terminal: Terminal,
  { subject, verdict, message, next }: Check,
): void {
  const [style, word] = marks[verdict];
  terminal.out(
    `${terminal.markData(style, word.padEnd(8))} ${subject.padEnd(10)} ${printable(message)}`,
  );
  if (next !== "") terminal.out(`${" ".repeat(20)}${printable(next)}`);
}
