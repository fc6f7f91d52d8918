import type { ComparedOrigin } from "../../../shared/core/usecases/stores/compare-origins.ts";
import { keepSeen } from "../../../shared/core/usecases/stores/remember-seen.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import type { VaultDocument } from "../../../shared/core/vault/document.ts";
import type { Cli } from "../../cli.ts";
import { problemText } from "../../output/action-commands.ts";

/** As `keepSeen`; a vault that cannot be written is told of. */
export async function keepSeenOrSay(
  { ports, terminal }: Cli,
  document: VaultDocument,
  compared: readonly ComparedOrigin[],
): Promise<void> {
  const now = ports.clock.now();
  const kept = await keepSeen(document, compared, now, async (change) =>
    changeVault(await ports.vault())(change),
  );
  if (!kept.ok)
    terminal.say(
      `What was seen there is not remembered. ${problemText(kept.error)}`,
    );
}
