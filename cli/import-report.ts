import type { ImportedFiles } from "../shared/core/usecases/import-files.ts";
import type { ReportedContext } from "../shared/core/usecases/import-talosconfig.ts";
import { adviceText } from "./remedy-commands.ts";
import { printable, type Terminal } from "./terminal.ts";

const said: Readonly<
  Record<ReportedContext["kind"], (context: ReportedContext) => string>
> = {
  new: () => "new",
  "already-there": ({ name, as }) =>
    name === as ? "already there" : `already there as "${as}"`,
  renamed: ({ as }) => `imported as "${as}"`,
  replaced: ({ as }) => `replaces "${as}"`,
  skipped: ({ as }) => `skipped; "${as}" stays as it is`,
};

/** What an import did, or would do, for a person; on stderr, since it is not data. */
export function printReport(
  terminal: Terminal,
  imported: ImportedFiles,
  isDryRun: boolean,
): void {
  for (const { path, contexts, notes } of imported.files) {
    terminal.say(terminal.mark("bold", path === "-" ? "standard input" : path));
    for (const context of contexts) printContext(terminal, context);
    for (const note of notes)
      terminal.say(`  ${terminal.mark("yellow", "note:")} ${printable(note)}`);
  }
  const outcome = imported.isChanged
    ? "Imported."
    : "Nothing new: the vault has it all already.";
  terminal.say(isDryRun ? "Dry run: nothing was changed." : outcome);
  if (imported.current !== "")
    terminal.say(`Current context: ${printable(imported.current)}`);
}

function printContext(terminal: Terminal, context: ReportedContext): void {
  terminal.say(
    `  ${printable(context.name)}: ${printable(said[context.kind](context))}`,
  );
  for (const { field, before, after } of context.differences)
    terminal.say(
      `    ${field}: ${terminal.mark("red", printable(before))} → ${terminal.mark("green", printable(after))}`,
    );
  for (const { severity, message, advice, remedies } of context.findings)
    terminal.say(
      `    ${terminal.mark(severity === "error" ? "red" : severity === "warning" ? "yellow" : "dim", `${severity}:`)} ${printable(`${message} ${adviceText(advice, remedies, context.as)}`)}`,
    );
  if (context.unknownKeys.length > 0)
    terminal.say(
      `    ${terminal.mark("yellow", "note:")} keys that Talos does not know, kept in the vault: ${printable(context.unknownKeys.join(", "))}`,
    );
}
