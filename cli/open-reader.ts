import type { VaultReader } from "../shared/core/ports/vault-reader.ts";
import { success, type Result } from "../shared/core/result.ts";
import { openVault } from "../shared/core/usecases/open-vault.ts";
import { documentReader } from "../shared/core/usecases/vault-reader.ts";
import type { Cli } from "./cli.ts";

/** The vault for reading: from the agent when `unlock` started one, else opened here. */
export async function openReader({
  ports,
  terminal,
}: Cli): Promise<Result<VaultReader>> {
  const agent = await ports.agent();
  if (agent !== null) return success(agent);
  const opened = await openVault(ports.vault())();
  if (!opened.ok) return opened;
  for (const notice of opened.value.notices) terminal.say(notice);
  return success(documentReader(opened.value.document, ports.clock));
}
