import { vaultError, withActions, type VaultError } from "../../../errors.ts";
import { momentText } from "../../../moment-text.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import type { KeychainToken } from "../../../vault/sealed/keychain-item-format.ts";
import type { Beside } from "../../../vault/judge-edits.ts";

/**
 * Why a vault file is not opened that is older than the floor in the keychain: somebody put an earlier one in its place.
 * Null: it is the newest that this machine knows of, or newer.
 */
export function refuseOlderFile(
  document: VaultDocument,
  { floor }: Pick<KeychainToken, "floor">,
  beside: Beside | null = null,
): VaultError | null {
  return document.generation < floor
    ? rolledBack(document, floor, beside)
    : null;
}

function rolledBack(
  document: VaultDocument,
  floor: number,
  beside: Beside | null,
): VaultError {
  const isUnread = beside?.kind === "unread";
  return withActions(
    vaultError(
      "vault-rolled-back",
      `The vault file is older than the last one written here: generation ${String(document.generation)} of ${momentText(document.writtenAt)}, expected ${String(floor)} or newer.${isUnread ? " The small changes beside it (edits.age) cannot be read." : ""}`,
      "Put the last one back; or, if you put the older one there yourself, say that it is meant.",
    ),
    ["restore", "accept-older"],
  );
}
