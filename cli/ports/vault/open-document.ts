import { success, type Result } from "../../../shared/core/result.ts";
import {
  openVault,
  type OpenVault,
} from "../../../shared/core/usecases/vault/open.ts";
import type { VaultDocument } from "../../../shared/core/vault/document.ts";
import type { Cli } from "../../cli.ts";

/** Opens the vault itself, past any agent, and passes its warnings on. */
export async function openWhole({ ports }: Cli): Promise<Result<OpenVault>> {
  const opened = await openVault(await ports.vault())();
  if (!opened.ok) return opened;
  (await ports.onlooker()).tell(opened.value.warnings);
  return opened;
}

/** What is in the vault, opened as by `openWhole`. */
export async function openDocument(cli: Cli): Promise<Result<VaultDocument>> {
  const opened = await openWhole(cli);
  return opened.ok ? success(opened.value.document) : opened;
}
