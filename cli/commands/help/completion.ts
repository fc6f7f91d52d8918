import { Argument, type Command } from "commander";
import { success, type Result } from "../../../shared/core/result.ts";
import { finish, type Cli } from "../../cli.ts";
import {
  completionScripts,
  type CompletionShell,
} from "../../completion/completion-scripts.ts";
import { complete } from "../../completion/complete.ts";

export function configureCompletion(command: Command, cli: Cli): void {
  const shells = Object.keys(completionScripts);
  command
    .addArgument(new Argument("<shell>").choices([...shells, "words"]))
    .addHelpText(
      "after",
      `
bash:        talos-vault completion bash > ~/.local/share/bash-completion/completions/talos-vault
zsh:         talos-vault completion zsh > ~/.zfunc/_talos-vault   (a folder of $fpath)
fish:        talos-vault completion fish > ~/.config/fish/completions/talos-vault.fish
PowerShell:  talos-vault completion powershell >> $PROFILE

Names of contexts complete while the vault opens without a question (keychain or unlock).
"completion words -- WORD…" is what these scripts call: it prints the words that fit, one a line.`,
    )
    .action((shell: CompletionShell | "words") =>
      finish(cli, completion(cli, shell)),
    );
}

async function completion(
  cli: Cli,
  shell: CompletionShell | "words",
): Promise<Result<void>> {
  if (shell !== "words") cli.terminal.code(completionScripts[shell]);
  else
    for (const word of await complete(cli, cli.command ?? []))
      cli.terminal.out(word);
  return success(undefined);
}
