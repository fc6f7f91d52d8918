import type { Result } from "../result.ts";

/**
 * The files of a vault. `*.next` exist only while an identity is being replaced: they are written before
 * the vault file that needs them and renamed over the plain ones after it.
 */
export type VaultFileName =
  | "vault.age"
  /** Small changes of a large `vault.age` that are not in it yet. */
  | "edits.age"
  | "identity.age"
  | "recovery.age"
  | "identity.next.age"
  | "recovery.next.age"
  /** While an identity is being replaced: the one before, sealed for the one that comes. */
  | "identity.former.age"
  /** What a restore took the place of, by versions before there were marks. It becomes a generation. */
  | "vault.replaced.age";

/** The vault's folder: private (0700), its files 0600, every write atomic and durable. */
export interface VaultFolder {
  /** Absolute path, for messages. */
  readonly path: string;
  /** Null when the file does not exist. */
  read(name: VaultFileName): Promise<Result<Uint8Array | null>>;
  /**
   * As `read`. Where the file system says that nobody has written the file since it was read last, the same object: a large
   * vault is not read again for each question. What is written is made from what was read.
   */
  reread(name: VaultFileName): Promise<Result<Uint8Array | null>>;
  /** Writes a temporary file, fsyncs it, renames it into place, fsyncs the folder. */
  write(name: VaultFileName, bytes: Uint8Array): Promise<Result<void>>;
  /** Renames durably; the target is replaced. */
  rename(from: VaultFileName, to: VaultFileName): Promise<Result<void>>;
  /** Removing what is not there is done. */
  remove(name: VaultFileName): Promise<Result<void>>;
  /** Runs `work` while no other process holds the folder's lock; recovers a stale lock; waits a bounded time, then `vault-busy`. */
  locked<T>(work: () => Promise<Result<T>>): Promise<Result<T>>;
  readonly backups: VaultBackups;
}

/** Names one file in `backups/`. */
export interface GenerationId {
  readonly generation: number;
  /** Of the write, so that two machines can write one number; empty: a file of a time before writes had marks. */
  readonly mark: string;
}

/** Names the small changes that were made to one vault file, up to one of them. */
export interface EditsId {
  /** The vault file. */
  readonly of: GenerationId;
  /** The generation of the vault with these changes; 0 where nobody could read them. */
  readonly generation: number;
  /** Of the last change; where nobody could read them, the beginning of their SHA-256. */
  readonly mark: string;
}

/** Small changes in `backups/`, beside the vault files that they were made to. */
export interface EditsBackups {
  list(): Promise<Result<readonly EditsId[]>>;
  read(id: EditsId): Promise<Result<Uint8Array | null>>;
  write(id: EditsId, bytes: Uint8Array): Promise<Result<void>>;
  remove(id: EditsId): Promise<Result<void>>;
  /** By the file system; null where that cannot say. */
  writtenAt(id: EditsId): Promise<Date | null>;
}

/** Every write of `vault.age` that is kept, the present one included. */
export interface VaultBackups {
  /** Those that are there, the highest number first. */
  list(): Promise<Result<readonly GenerationId[]>>;
  read(id: GenerationId): Promise<Result<Uint8Array | null>>;
  write(id: GenerationId, bytes: Uint8Array): Promise<Result<void>>;
  remove(id: GenerationId): Promise<Result<void>>;
  readonly edits: EditsBackups;
  /** Names of files beside `vault.age` by which a program that syncs folders keeps two versions of it, or of `edits.age`. */
  conflictCopies(): Promise<readonly string[]>;
}
