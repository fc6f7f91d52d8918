import type { Result } from "../result.ts";

/** What is remembered beside the vault, for the doctor. Nothing in it is secret but to other people. */
export interface Notes {
  /** Absolute paths of files with keys in clear: imported from, or written by an export. */
  readonly plaintext: readonly string[];
  /** Those of them that were written here, for somebody else or another program. */
  readonly made: readonly string[];
  /** When a recovery key was last shown to open the vault, and whose public half it is; null: never. */
  readonly proven: {
    readonly recipient: string;
    readonly at: string;
  } | null;
}

export interface VaultNotes {
  /** A file that cannot be read counts as empty. */
  read(): Promise<Notes>;
  /** Changes them while nobody else does. Errors: `vault-busy`, those of writing. */
  change(change: (notes: Notes) => Notes): Promise<Result<void>>;
}
