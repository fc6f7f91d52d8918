import { equalBytes } from "../../../bytes.ts";
import type { Secret } from "../../../secret.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import type { WithBeside } from "../../../vault/judge-edits.ts";

interface OpenedFile {
  readonly bytes: Uint8Array;
  readonly document: VaultDocument;
  readonly identity: Secret;
}

/**
 * The vault file that was opened or written last, and the small changes beside it, so that the same bytes are not
 * decrypted again: a change reads the files before it takes the lock and once more under it. It holds what is in the
 * vault, so it lives as long as one change, or as long as the vault is unlocked.
 */
export class OpenedFileCache {
  #file: OpenedFile | null = null;
  #beside: WithBeside | null = null;
  #kept: VaultDocument | null = null;

  /** `document`: what the file itself holds. */
  keep(file: OpenedFile): void {
    if (this.#file?.document !== file.document) this.#beside = null;
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

  /** The vault file that holds `base` was found whole among the generations, or was put there. */
  noteKept(base: VaultDocument): void {
    this.#kept = base;
  }

  isKept(base: VaultDocument): boolean {
    return this.#kept === base;
  }

  /** What was found beside the vault file that holds `base`. */
  keepBeside(base: VaultDocument, found: WithBeside): void {
    if (this.#file?.document === base) this.#beside = found;
  }

  /** What these bytes are beside the vault file that holds `base`; null: they have to be opened. */
  findBeside(bytes: Uint8Array, base: VaultDocument): WithBeside | null {
    const known = this.#beside;
    return known?.beside &&
      this.#file?.document === base &&
      equalBytes(known.beside.bytes, bytes)
      ? known
      : null;
  }
}
