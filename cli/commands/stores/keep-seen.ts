import { success } from "../../../shared/core/result.ts";
import type { ComparedOrigin } from "../../../shared/core/usecases/stores/compare-origins.ts";
import { rememberSeen } from "../../../shared/core/usecases/stores/remember-seen.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import type { VaultDocument } from "../../../shared/core/vault/document.ts";
import type { Cli } from "../../cli.ts";
import { problemText } from "../../words/action-commands.ts";

/** For `findings`. What was asked for was done before: a vault that cannot be written is told of, and fails nothing. */
export async function keepSeen(
  { ports, terminal }: Cli,
  document: VaultDocument,
  compared: readonly ComparedOrigin[],
): Promise<void> {
  const now = ports.clock.now();
  if (rememberSeen(document, compared, now) === document) return;
  const kept = await changeVault(await ports.vault())((present) =>
    success(rememberSeen(present, compared, now)),
  );
  if (!kept.ok)
    terminal.say(
      `What was seen there is not remembered. ${problemText(kept.error)}`,
    );
}
