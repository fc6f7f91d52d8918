import type { Command } from "commander";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { TalosctlCommand } from "../../../shared/core/roles/commands.ts";
import { methodRules, noteOf } from "../../../shared/core/roles/methods.ts";
import { readAsked } from "../../../shared/core/roles/asked-access.ts";
import { finish, type Cli } from "../../cli.ts";
import type { Terminal } from "../../terminal.ts";

interface Options {
  readonly json?: true;
}

export function configureRoleFor(command: Command, cli: Cli): void {
  command
    .argument("[command...]", "a command of talosctl, or a method")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
The command's flags stand behind two dashes: talos-vault role-for -- talosctl reboot --drain
The least role alone goes to stdout: the lowest of os:reader, os:operator and os:admin.`,
    )
    .action((words: string[], options: Options) =>
      finish(cli, roleFor(cli, words, options)),
    );
}

async function roleFor(
  { terminal, command }: Cli,
  typed: readonly string[],
  options: Options,
): Promise<Result<void>> {
  const words = [...typed, ...(command ?? [])];
  if (words.length === 0) return failure(nothingAsked());
  const asked = readAsked(words);
  if (!asked.ok) return asked;
  switch (asked.value.kind) {
    case "command":
      tellCommand(terminal, asked.value.command, options);
      break;
    case "method":
      tellMethod(terminal, asked.value.method, options);
      break;
    case "local":
      if (options.json)
        terminal.json({ command: asked.value.name, leastRole: null });
      else
        terminal.say(
          "It runs on this machine and asks no node, so it needs no role.",
        );
      break;
  }
  return success(undefined);
}

function tellCommand(
  terminal: Terminal,
  command: TalosctlCommand,
  options: Options,
): void {
  const { leastRole, narrowestRole, requires, optional, note, nodes } = command;
  if (options.json) {
    terminal.json(command);
    return;
  }
  terminal.out(leastRole);
  if (narrowestRole !== leastRole)
    terminal.say(`Narrower: ${narrowestRole}, which allows little else.`);
  for (const method of requires) terminal.say(`calls ${method.slice(1)}`);
  for (const { method, when } of optional)
    terminal.say(`calls ${method.slice(1)}: ${when}`);
  terminal.say(`nodes: ${nodes}`);
  if (note) terminal.say(note);
}

const ranked = ["os:reader", "os:operator", "os:admin"];

function tellMethod(
  terminal: Terminal,
  method: string,
  options: Options,
): void {
  const rule = methodRules.find((one) => one.method === method);
  const roles = rule?.roles ?? [];
  const leastRole = ranked.find((role) => roles.includes(role)) ?? null;
  const note = rule ? noteOf(method) : null;
  if (options.json) {
    terminal.json({ method, leastRole, roles, note: note ?? "" });
    return;
  }
  if (leastRole) terminal.out(leastRole);
  const name = method.slice(1);
  if (!rule) terminal.say(`${name} is not in the newest Talos.`);
  else if (roles.length > 0)
    terminal.say(`${name} is allowed to: ${roles.join(", ")}.`);
  if (note) terminal.say(note);
}

function nothingAsked() {
  return vaultError(
    "usage",
    "Which command?",
    "Write it as you would run it: talos-vault role-for talosctl reboot",
  );
}
