import type { VaultReader } from "../shared/core/ports/vault-reader.ts";
import { success, type Result } from "../shared/core/result.ts";
import { documentReader } from "../shared/core/usecases/vault-reader.ts";
import type { Cli } from "./cli.ts";
import { openDocument } from "./open-document.ts";

/** The vault for reading: from the agent when `unlock` started one, else opened here. */
export async function openReader(cli: Cli): Promise<Result<VaultReader>> {
  const agent = await cli.ports.agent();
  if (agent !== null) return success(agent);
  const document = await openDocument(cli);
  return document.ok
    ? success(documentReader(document.value, cli.ports.clock))
    : document;
}
