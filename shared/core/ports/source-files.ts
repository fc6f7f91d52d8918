import type { Result } from "../result.ts";

/** Which file it is, whatever it is called. */
export interface FileIdentity {
  readonly device: string;
  readonly inode: string;
  /** Names that it has (hard links). */
  readonly links: number;
}

export interface SourceFile {
  readonly bytes: Uint8Array;
  /** Null for what is no regular file: standard input, a pipe. */
  readonly identity: FileIdentity | null;
  /** The bytes are what was in a file that is encrypted. */
  readonly isEncrypted?: true;
}

/** Told the first 64 KiB, or all that there is. */
export type MostBytes = (head: Uint8Array) => number;

/** Files that are imported, and removed when they are held. */
export interface SourceFiles {
  /** `most`: how many bytes it may have, by how it begins; absent: those of a file of contexts. Errors: those of `Files.read`. */
  readSource(path: string, most?: MostBytes): Promise<Result<SourceFile>>;
  /**
   * Removes a file, and when it is a link what it points to as well, while it is the file that was read: the same
   * identity, no other name, the same bytes (SHA-256, hexadecimal). Gives the path that a link led to, null where it was none. Errors: `declined` when it is not; `file-failed`.
   */
  removeSource(
    path: string,
    seen: { readonly identity: FileIdentity; readonly sha256: string },
  ): Promise<Result<string | null>>;
}
