import type { Command } from "commander";
import { afterword } from "../../commander-program.ts";

/** The manual page of the whole command line in man(7), made of what its parser knows. */
export function manualPage(program: Command): string {
  const lines = [
    `.TH TALOS-VAULT 1 "" "talos-vault ${roff(program.version() ?? "")}"`,
    ".SH NAME",
    "talos-vault \\- a vault for Talos Linux credentials",
    ".SH SYNOPSIS",
    ".B talos-vault",
    "[options] verb [arguments] [-- command]".replaceAll("-", "\\-"),
    ".SH OPTIONS",
    ...optionsOf(program),
  ];
  let group = "";
  for (const command of program.commands) {
    if (command.helpGroup() !== group) {
      group = command.helpGroup();
      lines.push(`.SH ${roff(group.replace(/:$/, "").toUpperCase())}`);
    }
    lines.push(...sectionOf("talos-vault", command));
  }
  lines.push(".SH OUTPUT AND EXIT CODES", ...paragraphs(afterword));
  lines.push(
    ".SH FILES",
    "$TALOS_VAULT_HOME, else $XDG_DATA_HOME/talos\\-vault, else ~/.local/share/talos\\-vault",
    ".SH SEE ALSO",
    ".BR talosctl (1),",
    ".BR age (1)",
  );
  return `${lines.join("\n")}\n`;
}

function sectionOf(parent: string, command: Command): readonly string[] {
  const name = `${parent} ${command.name()}`;
  return [
    `.SS ${roff(`${name} ${command.usage()}`)}`,
    ...paragraphs(command.description()),
    ...optionsOf(command),
    ...command.commands.flatMap((one) => sectionOf(name, one)),
  ];
}

function optionsOf({ options }: Command): readonly string[] {
  return options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ flags, description }) => [
      ".TP",
      `.B ${roff(flags)}`,
      ...paragraphs(description),
    ]);
}

function paragraphs(text: string): readonly string[] {
  return text.trim().split("\n").map(roff);
}

/** What means something to roff is written as itself. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/, "\\&$1");
}
