import { vaultError, withActions, type VaultError } from "../../errors.ts";
import { momentText } from "../../moment-text.ts";
import type { VaultDocument } from "../../vault/document.ts";

/** The file is older than the floor: somebody put an earlier one in its place. */
export function rolledBack(document: VaultDocument, floor: number): VaultError {
  return withActions(
    vaultError(
      "vault-rolled-back",
      `The vault file is older than the last one written here: generation ${String(document.generation)} of ${momentText(document.writtenAt)}, expected ${String(floor)} or newer.`,
      "Put the last one back; or, if you put the older one there yourself, say that it is meant.",
    ),
    ["restore", "accept-older"],
  );
}
