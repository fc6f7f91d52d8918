import type { Result } from "../result.ts";

/**
 * The files of a vault. `*.next` exist only while an identity is being replaced: they are written before
 * the vault file that needs them and renamed over the plain ones after it.
 */
export type VaultFileName =
  | "vault.age"
  | "identity.age"
  | "recovery.age"
  | "identity.next.age"
  | "recovery.next.age"
  /** What a restore took the place of. */
  | "vault.replaced.age";

/** The vault's folder: private (0700), its files 0600, every write atomic and durable. */
export interface VaultFolder {
  /** Absolute path, for messages. */
  readonly path: string;
  /** Null when the file does not exist. */
  read(name: VaultFileName): Promise<Result<Uint8Array | null>>;
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

/** Earlier generations of `vault.age`, by generation number. */
export interface VaultBackups {
  /** Generations that are there, newest first. */
  list(): Promise<Result<readonly number[]>>;
  read(generation: number): Promise<Result<Uint8Array | null>>;
  write(generation: number, bytes: Uint8Array): Promise<Result<void>>;
  remove(generation: number): Promise<Result<void>>;
}
