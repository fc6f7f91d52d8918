import { success, type Result } from "../../shared/core/result.ts";
import { openVault } from "../../shared/core/usecases/vault/open.ts";
import type { VaultDocument } from "../../shared/core/vault/document.ts";
import { problemText } from "../words/action-commands.ts";
import type { Cli } from "../cli.ts";

/** Opens the vault itself, past any agent, and passes its warnings on. */
export async function openDocument({
  ports,
  terminal,
}: Cli): Promise<Result<VaultDocument>> {
  const opened = await openVault(await ports.vault())();
  if (!opened.ok) return opened;
  for (const one of opened.value.warnings) terminal.say(problemText(one));
  return success(opened.value.document);
}
