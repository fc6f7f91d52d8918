import { equalBytes } from "../../bytes.ts";
import type { Secret } from "../../secret.ts";
import type { VaultDocument } from "../../vault/document.ts";

interface OpenedFile {
  readonly bytes: Uint8Array;
  readonly document: VaultDocument;
  readonly identity: Secret;
}

/**
 * The vault file that was opened or written last, so that the same bytes are not decrypted again: a change reads the
 * file before it takes the lock and once more under it. It holds what is in the vault, so it lives as long as one change,
 * or as long as the vault is unlocked.
 */
export class OpenedFileCache {
  #file: OpenedFile | null = null;

  keep(file: OpenedFile): void {
    this.#file = file;
  }

  /** What an identity finds in these bytes; null: they have to be opened. */
  find(bytes: Uint8Array, identity: Secret): VaultDocument | null {
    const file = this.#file;
    return file !== null &&
      file.identity.reveal() === identity.reveal() &&
      equalBytes(file.bytes, bytes)
      ? file.document
      : null;
  }
}
