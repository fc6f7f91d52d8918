import { vaultError, withActions, type VaultError } from "../../../errors.ts";
import { momentText } from "../../../moment-text.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import type { Beside } from "../../../vault/beside.ts";

/** The file is older than the floor: somebody put an earlier one in its place. */
export function rolledBack(
  document: VaultDocument,
  floor: number,
  beside: Beside | null = null,
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
