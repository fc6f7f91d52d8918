import type { Result } from "../result.ts";

/** The person's own files: what is read once, exports and backups to write. */
export interface Files {
  /**
   * Reads a regular file (through links), or standard input for `-`, up to so many bytes; absent: the limit of an input.
   * Errors: `file-missing`, `file-failed`, `talosconfig-invalid` when it is too large.
   */
  read(path: string, most?: number): Promise<Result<Uint8Array>>;
  exists(path: string): Promise<boolean>;
  /**
   * Could a private file be written there, as far as can be told without writing? Errors: `usage` for no name,
   * `file-exists` unless `replace`; `file-missing` for its folder; `file-failed`.
   */
  judgeTarget(path: string, replace: boolean): Promise<Result<void>>;
  /**
   * Writes a private file (0600) atomically: the old content or the new is there at any moment.
   * Errors: `file-exists` unless `replace`; `file-failed`; `disk-full`.
   */
  writePrivate(
    path: string,
    bytes: Uint8Array,
    replace: boolean,
  ): Promise<Result<void>>;
}

/** Files of the person that are larger than the memory. */
export interface LargeFiles {
  /** `writePrivate` of what comes a piece at a time. Where the next one does not come and throws, nothing is written. */
  writePieces(
    path: string,
    pieces: AsyncIterable<Uint8Array>,
    replace: boolean,
  ): Promise<Result<void>>;
}
