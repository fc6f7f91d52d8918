import { shellSyntax } from "../../shared/core/sessions/shell-code.ts";
import { callingShell } from "../../shared/node/sessions/shells/calling-shell.ts";

/**
 * The line that has the calling shell run the code of `talos-vault env` with these arguments, as that shell writes it;
 * null: a shell that we have no code for.
 */
export function evalLine(words: string): string | null {
  const env = `talos-vault env ${words}`.trimEnd();
  switch (shellSyntax(callingShell(process.env))) {
    case "sh":
      return `eval "$(${env})"`;
    case "fish":
      return `${env} | source`;
    case "powershell":
      return `${env} --shell pwsh | Out-String | Invoke-Expression`;
    case "nu":
      // It has no way to run code that a command prints, only to take variables.
      return words === "--unset"
        ? null
        : `${env} --json --pid $nu.pid | from json | load-env`;
    case null:
      return null;
  }
}
